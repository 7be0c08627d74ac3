"""Days off that a coordinator enters: for a person who cannot, and for a house; and one meeting on another day."""

import uuid

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import absences, moving
from backend.meetings.models import Absence, Closure, Meeting
from backend.people.models import Account, Newcomer, Volunteer
from backend.places import clock
from frontend import day_forms
from frontend.coordinator.access import coordinators_only
from frontend.pages import render_page
from frontend.town import TownRequest


def _person_or_404(person_id: uuid.UUID) -> Account:
    takes_part = Q(Exists(Newcomer.objects.filter(account=OuterRef("pk"), left_on=None))) | Q(
        Exists(Volunteer.objects.filter(account=OuterRef("pk"), left_on=None))
    )
    return get_object_or_404(Account.objects.filter(takes_part), pk=person_id)


@require_http_methods(["GET", "POST"])
@coordinators_only
def away(request: TownRequest, person_id: uuid.UUID) -> HttpResponse:
    """When a newcomer or volunteer is away."""
    person, now = _person_or_404(person_id), clock.now()
    today = clock.local_today(now)
    form = day_forms.days_form(request.POST or None, today=today)
    if form.is_valid() and day_forms.tried(
        form,
        lambda: absences.enter(
            town=request.town_code, account_id=person.pk, by=request.user, now=now, **form.cleaned_data
        ),
        day_forms.REFUSED_DAYS,
    ):
        messages.success(request, _("Meetings on those days are off. Both get a message."))
        return redirect("coordinator:away", person.pk)
    standing = Absence.objects.filter(account=person).standing().not_over(today)
    context = {"person": person, "form": form, "absences": standing}
    return render_page(request, "coordinator/away.html", context, status=422 if form.errors else 200)


@require_POST
@coordinators_only
def there_after_all(request: TownRequest, absence_id: uuid.UUID) -> HttpResponse:
    """Somebody is not away after all."""
    found = get_object_or_404(Absence.objects.visible_to(request.user), pk=absence_id)
    absences.lift(absence_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, _("Meetings on those days take place again. Both get a message."))
    return redirect("coordinator:away", found.account_id)


@require_http_methods(["GET", "POST"])
@coordinators_only
def closures(request: TownRequest) -> HttpResponse:
    """On which days houses are closed."""
    now = clock.now()
    today = clock.local_today(now)
    form = day_forms.HouseCloses(request.POST or None, initial={"request_id": uuid.uuid4(), "starts_on": today})
    form.offer(day_forms.open_houses())
    if form.is_valid():
        given = form.cleaned_data | {"centre_id": form.cleaned_data["centre_id"].pk}
        if day_forms.tried(form, lambda: absences.close(by=request.user, now=now, **given), day_forms.REFUSED_DAYS):
            messages.success(
                request, _("The house is closed on those days. Whoever would meet there gets a message.")
            )
            return redirect("coordinator:closures")
    rows = Closure.objects.visible_to(request.user).standing().not_over(today).select_related("centre")
    context = {"form": form, "closures": rows}
    return render_page(request, "coordinator/closures.html", context, status=422 if form.errors else 200)


@require_POST
@coordinators_only
def reopen(request: TownRequest, closure_id: uuid.UUID) -> HttpResponse:
    """A house is open after all."""
    found = get_object_or_404(Closure.objects.visible_to(request.user), pk=closure_id)
    absences.reopen(closure_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, _("Meetings on those days take place again. Both get a message."))
    return redirect("coordinator:closures")


@require_http_methods(["GET", "POST"])
@coordinators_only
def move(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """One meeting of a pair on another day, hour or place."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=meeting_id)
    form = day_forms.slot_form(request.POST or None, meeting)
    if form.is_valid() and day_forms.tried(
        form,
        lambda: moving.move(
            meeting_id=meeting.pk,
            by=request.user,
            to=form.slot(),
            request_id=form.cleaned_data["request_id"],
            now=clock.now(),
        ),
        day_forms.REFUSED_SLOTS,
    ):
        messages.success(request, _("The meeting has moved. Both get a message."))
        return redirect("coordinator:meeting", meeting.pk)
    context = {"meeting": meeting, "form": form}
    return render_page(request, "coordinator/move.html", context, status=422 if form.errors else 200)
