"""What two agree on: a pause, asked for, answered or ended early; and the language plan, signed with one tap."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import language_plans
from backend.meetings.models import LanguagePlan
from backend.pairs import pauses, states
from backend.pairs.models import Pair, PairPause
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.taking_part import forms
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


def _my_pair(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> Pair:
    mine = Pair.objects.visible_to(request.user).current().filter(**{f"{audience.name}__account": request.user})
    found: Pair = get_object_or_404(mine.for_board(), pk=pair_id)
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def pause(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """From when until when."""
    pair = _my_pair(request, audience, pair_id)
    today = clock.local_today(clock.now())
    sent = request.POST if request.method == "POST" else None
    form = forms.Pause(sent, initial={"request_id": uuid.uuid4(), "from_on": today})
    if form.is_valid() and _try_to_pause(request, pair, form):
        return audience.home()
    name = getattr(pair, audience.other).account.call_name
    return show(request, audience, "pause", pair=pair, form=form, name=name)


def _try_to_pause(request: TownRequest, pair: Pair, form: forms.Pause) -> bool:
    """Whether there is nothing left to mend in the form."""
    about: dict[str, Any] = {"pair_id": pair.pk, "by": request.user, "now": clock.now(), **form.cleaned_data}
    try:
        pauses.ask(**about)
    except RequestUsedBefore:
        messages.info(request, _("You already sent this pause."))
    except pauses.NotAPause:
        form.add_error(
            "until_on", _("Choose a first day from today on, and a last day after it, at most half a year later.")
        )
    except (pauses.PausedThen, states.NotInThisState):
        form.add_error("from_on", _("You already have a pause on one of these days. End that one first."))
    else:
        messages.success(request, _("You have a pause. We tell the other one, and there are no meetings."))
    return not form.errors


@require_POST
def answer_pause(request: TownRequest, audience: Audience, pause_id: uuid.UUID) -> HttpResponse:
    """Yes or no to a pause that the coordinator proposed."""
    mine = {f"pair__{audience.name}__account": request.user}
    found = get_object_or_404(PairPause.objects.filter(**mine), pk=pause_id)
    yes = request.POST.get("answer") == "yes"
    try:
        pauses.answer(pause_id=found.pk, by=request.user, yes=yes, now=clock.now())
    except (pauses.PausedThen, states.NotInThisState):
        messages.info(request, _("This question is not open any more. Your page shows how things are now."))
    else:
        done = _("You have a pause. We tell the other one, and there are no meetings.")
        messages.success(request, done if yes else _("Good. Your meetings go on."))
    return audience.home()


@require_POST
def resume(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """We meet again."""
    pair = _my_pair(request, audience, pair_id)
    try:
        pauses.resume(pair_id=pair.pk, by=request.user, now=clock.now())
    except states.NotInThisState:
        messages.info(request, _("You had already stopped."))
    else:
        messages.success(request, _("The pause is over. In a minute your next meeting stands here."))
    return audience.home()


@require_POST
def sign_plan(request: TownRequest, audience: Audience, plan_id: uuid.UUID) -> HttpResponse:
    """Yes, we do it like this."""
    mine = LanguagePlan.objects.filter(**{f"pair__{audience.name}__account": request.user})
    found = get_object_or_404(mine, pk=plan_id)
    try:
        language_plans.sign(plan_id=found.pk, by=request.user, now=clock.now())
    except language_plans.PlanWasReplaced:
        messages.info(request, _("This plan has changed. Your page shows the plan as it is now."))
    else:
        messages.success(request, _("Thank you. You agreed to the plan."))
    return audience.home()
