"""Another volunteer for some weeks, and the one meeting at which the old and the new volunteer are both there."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import joint_meetings, planning, substitutes
from backend.meetings.models import Substitution
from backend.pairs import handover, problem
from backend.pairs.models import Pair
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend import day_forms
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.pair_views import pair_or_404
from frontend.pages import render_page
from frontend.town import TownRequest

_NOBODY = gettext_lazy("This volunteer does not fit any more. Choose somebody else.")
_REFUSED: dict[type[Exception], tuple[str | None, Any]] = {
    substitutes.NotSuchDays: ("until_on", gettext_lazy("Choose days from today on, at most half a year.")),
    substitutes.SomebodyStandsInThen: ("from_on", gettext_lazy("Somebody stands in already on one of these days.")),
    handover.DoesNotFit: (None, _NOBODY),
    planning.InAnotherMeetingThen: (
        None,
        gettext_lazy("This volunteer has another meeting at one of these hours. Choose another one, or other days."),
    ),
    planning.PairHasEnded: (None, gettext_lazy("This pair has already ended.")),
    planning.NoMeetingsNow: (None, gettext_lazy("These two do not meet now.")),
    RequestUsedBefore: (None, gettext_lazy("This form was sent before with other answers. Open the page again.")),
}

_REFUSED_SLOTS: dict[type[Exception], tuple[str | None, Any]] = day_forms.REFUSED_SLOTS | {
    joint_meetings.NobodyTookOver: (
        None,
        gettext_lazy("No volunteer took over this pair. Plan an extra meeting instead."),
    )
}


class StandIn(forms.Form):
    """From a day to a day, both included; who it is stands beside it."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    from_on = forms.DateField(label=gettext_lazy("First day"), widget=day_forms.day_input())
    until_on = forms.DateField(label=gettext_lazy("Last day"), widget=day_forms.day_input())
    volunteer_id = forms.UUIDField(
        widget=forms.HiddenInput, required=True, error_messages={"required": gettext_lazy("Choose a volunteer.")}
    )


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def stand_in(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Who stands in, from when until when."""
    found, now = pair_or_404(request, pair_id), clock.now()
    today = clock.local_today(now)
    sent = request.POST if request.method == "POST" else None
    form = StandIn(sent, initial={"request_id": uuid.uuid4(), "from_on": today})
    if form.is_valid() and day_forms.tried(
        form, lambda: substitutes.arrange(pair_id=found.pk, by=request.user, now=now, **form.cleaned_data), _REFUSED
    ):
        messages.success(request, _("It is arranged. All three get a message."))
        return redirect("coordinator:stand_in", found.pk)
    context: dict[str, Any] = {"pair": found, "form": form, "candidates": [], "is_unusable": False}
    context["standing"] = Substitution.objects.not_over(today).filter(pair=found).select_related("volunteer__account")
    try:
        context["candidates"] = handover.candidates(found) if found.is_current else []
    except problem.UnusableRow:
        context["is_unusable"] = True
    return render_page(request, "coordinator/stand_in.html", context, status=422 if form.errors else 200)


@require_POST
@coordinators_only
def back(request: TownRequest, substitution_id: uuid.UUID) -> HttpResponse:
    """The usual volunteer is back earlier."""
    found = get_object_or_404(Substitution.objects.visible_to(request.user), pk=substitution_id)
    substitutes.end(substitution_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, _("The usual volunteer meets this newcomer again. All three get a message."))
    return redirect("coordinator:stand_in", found.pair_id)


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def joint_meeting(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """The meeting with the old and the new volunteer; ``pair_id`` is that of the old or of the new pair."""
    old_or_new = pair_or_404(request, pair_id)
    follower = joint_meetings.follower_of(old_or_new) or old_or_new
    found: Pair = pair_or_404(request, follower.pk)
    form = day_forms.slot_form(request.POST if request.method == "POST" else None, None)
    if form.is_valid() and day_forms.tried(
        form,
        lambda: joint_meetings.plan(
            pair_id=found.pk,
            by=request.user,
            at=form.slot(),
            request_id=form.cleaned_data["request_id"],
            now=clock.now(),
        ),
        _REFUSED_SLOTS,
    ):
        messages.success(request, _("The meeting is planned, with you. All three get a message."))
        return redirect("coordinator:pair", found.pk)
    old = found.proposal.takes_over_from if found.proposal else None
    context = {"pair": found, "old": old, "form": form}
    return render_page(request, "coordinator/joint_meeting.html", context, status=422 if form.errors else 200)
