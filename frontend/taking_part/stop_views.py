"""Stopping, and not feeling safe: always in sight, and never a trap."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.meetings import safety
from backend.pairs import life, regions, states
from backend.pairs.models import Pair
from backend.places import clock
from frontend.taking_part import forms, situation
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


def _pairs(request: TownRequest, audience: Audience) -> situation.Situation:
    return situation.Situation(audience, audience.role_of(request), clock.now())


def _pair_or_404(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> Pair:
    mine = Pair.objects.visible_to(request.user).filter(**{f"{audience.name}__account": request.user})
    found: Pair = get_object_or_404(mine.for_board(), pk=pair_id)
    return found


@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """End a pair, or say why of one that has ended; the other one reads neither."""
    pair, now = _pair_or_404(request, audience, pair_id), clock.now()
    is_trial = states.state_of(pair, clock.local_today(now)) == states.State.TRIAL
    sent = request.POST if request.method == "POST" else None
    form = forms.Stop(sent, needs_reason=not is_trial)
    name = getattr(pair, audience.other).account.call_name
    if form.is_valid():
        about: dict[str, Any] = {"pair_id": pair.pk, "by": request.user, "now": now, **form.cleaned_data}
        try:
            if pair.is_current:
                life.end(on=clock.local_today(now), **about)
                messages.success(request, _("You have stopped. We tell %(name)s in a kind way.") % {"name": name})
            else:
                life.say_why(**about)
                messages.success(request, _("Thank you for telling us. Only your coordinator reads this."))
        except life.PairEndedOtherwise:
            messages.info(request, _("You had already stopped."))
        return audience.home()
    said = pair.farewells.filter(side=audience.side).exists()
    return show(request, audience, "stop", pair=pair, name=name, form=form, is_trial=is_trial, said=said)


@never_cache
@require_http_methods(["GET", "POST"])
def unsafe(request: TownRequest, audience: Audience) -> HttpResponse:
    """I do not feel safe: one button for each person whom it can be about, and no question why."""
    people = safety.whom(by=request.user, today=clock.local_today(clock.now()))
    form = forms.NotSafe(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            safety.report(by=request.user, now=clock.now(), **form.cleaned_data)
        except Pair.DoesNotExist:
            raise Http404 from None
        messages.success(request, _thanks(people, form.cleaned_data))
        return audience.home()
    seen = _pairs(request, audience)
    house = None if people else regions.to_call(seen.role.neighbourhood)
    return show(request, audience, "unsafe", seen=seen, people=people, house=house, request_id=uuid.uuid4())


def _thanks(people: Sequence[safety.Meant], given: dict[str, Any]) -> str:
    about = given["pair_id"], given["substitute_id"]
    meant = next((each for each in people if (each.pair_id, each.substitute_id) == about), None)
    if len(people) == 1 or meant is None:
        return _("Thank you. There are no meetings any more. Somebody whom you can trust calls you.")
    return _("Thank you. You do not meet %(name)s any more. Somebody whom you can trust calls you.") % {
        "name": meant.name
    }
