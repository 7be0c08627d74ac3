"""Away for some days, one meeting on another day, one extra meeting."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import absences, feeds, moving
from backend.meetings.models import Absence, Meeting
from backend.pairs.models import Pair
from backend.places import clock
from frontend import day_forms
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


@require_http_methods(["GET", "POST"])
def away(request: TownRequest, audience: Audience) -> HttpResponse:
    """When I am away: what stands, and another time."""
    now = clock.now()
    form = day_forms.days_form(request.POST if request.method == "POST" else None, today=clock.local_today(now))
    if form.is_valid() and day_forms.tried(
        form,
        lambda: absences.enter(
            town=request.town_code, account_id=request.user.pk, by=request.user, now=now, **form.cleaned_data
        ),
        day_forms.REFUSED_DAYS,
    ):
        messages.success(request, _("We know that you are away. Meetings on those days are off."))
        return redirect(f"{audience.name}:away")
    mine = Absence.objects.filter(account=request.user).standing().not_over(clock.local_today(now))
    return show(request, audience, "away", form=form, mine=mine)


@require_POST
def there_after_all(request: TownRequest, audience: Audience, absence_id: uuid.UUID) -> HttpResponse:
    """I am not away after all."""
    mine = get_object_or_404(Absence.objects.filter(account=request.user), pk=absence_id)
    absences.lift(absence_id=mine.pk, by=request.user, now=clock.now())
    messages.success(request, _("Good. Meetings on those days take place again."))
    return redirect(f"{audience.name}:away")


@require_http_methods(["GET", "POST"])
def move(request: TownRequest, audience: Audience, meeting_id: uuid.UUID) -> HttpResponse:
    """This one meeting on another day, hour or place."""
    mine = Meeting.objects.of_pairs().filter(attendances__account=request.user, attendances__side=audience.side)
    meeting = get_object_or_404(mine.for_page(), pk=meeting_id)
    name = _name(meeting.of_pair, audience)
    form = day_forms.slot_form(request.POST if request.method == "POST" else None, meeting)
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
        messages.success(request, _("Your meeting has moved. We tell %(name)s.") % {"name": name})
        return audience.home()
    return show(request, audience, "move", form=form, meeting=meeting, name=name)


@require_http_methods(["GET", "POST"])
def extra(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """One more meeting, beside the plan."""
    mine = Pair.objects.visible_to(request.user).current().filter(**{f"{audience.name}__account": request.user})
    pair = get_object_or_404(mine.for_board(), pk=pair_id)
    name, last = _name(pair, audience), pair.meetings.order_by("-starts_at").first()
    form = day_forms.slot_form(request.POST if request.method == "POST" else None, last)
    form.initial.pop("on", None)
    if form.is_valid() and day_forms.tried(
        form,
        lambda: moving.add(
            pair_id=pair.pk,
            by=request.user,
            at=form.slot(),
            request_id=form.cleaned_data["request_id"],
            now=clock.now(),
        ),
        day_forms.REFUSED_SLOTS,
    ):
        messages.success(
            request, _("The extra meeting is planned. We tell %(name)s.") % {"name": _name(pair, audience)}
        )
        return audience.home()
    return show(request, audience, "extra", form=form, name=name)


@never_cache
@require_http_methods(["GET", "POST"])
def my_calendar(request: TownRequest, audience: Audience) -> HttpResponse:
    """My meetings in the calendar of my phone: make the address, make it anew, or stop."""
    address = ""
    if request.method == "POST":
        about: dict[str, Any] = {"account": request.user, "town": request.town_code, "now": clock.now()}
        if request.POST.get("wish") == "stop":
            feeds.forget(**about)
            messages.success(request, _("The address does not work any more."))
            return redirect(f"{audience.name}:calendar")
        address = feeds.make_new(**about)
    return show(request, audience, "calendar", address=address, made_at=feeds.made_at(request.user))


def _name(pair: Pair, audience: Audience) -> str:
    name: str = getattr(pair, audience.other).account.call_name
    return name
