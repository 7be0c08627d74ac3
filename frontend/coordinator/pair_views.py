"""One pair for a coordinator: in which state it is, what happened, and what can be done: pause, propose, end."""

import uuid
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import introductions, planning, silence
from backend.meetings.models import Introduction, LanguagePlan
from backend.pairs import checks, life, pauses, states
from backend.pairs.models import Pair, PairCheck
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.coordinator import forms
from frontend.coordinator.access import coordinators_only
from frontend.pages import render_page
from frontend.town import TownRequest


def pair_or_404(request: TownRequest, pair_id: uuid.UUID) -> Pair:
    """A pair of the open town, with its names."""
    found: Pair = get_object_or_404(Pair.objects.visible_to(request.user).for_board(), pk=pair_id)
    return found


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def pair(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """One pair: their meetings, and how to end it."""
    found, today = pair_or_404(request, pair_id), clock.local_today(clock.now())
    form = forms.EndPair(request.POST or None, initial={"on": today})
    if request.method == "POST" and form.is_valid():
        try:
            life.end(pair_id=found.pk, by=request.user, now=clock.now(), **form.cleaned_data)
        except life.PairEndedOtherwise:
            form.add_error(None, _("This pair has already ended. Reload the page to see when and why."))
        except life.EndsBeforeStart:
            form.add_error("on", _("Choose a day on or after the first day of this pair."))
        if not form.errors:
            messages.success(request, _("The pair has ended. Both get a message."))
            return redirect("coordinator:pairs")
    return show(request, found, form=form)


def show(request: TownRequest, found: Pair, **about: Any) -> HttpResponse:
    """The page of a pair, with a form that holds what was typed."""
    today = clock.local_today(clock.now())
    fresh = {"request_id": uuid.uuid4(), "from_on": today}
    context = {
        "pair": found,
        "form": forms.EndPair(initial={"on": today}),
        "pause_form": forms.PausePair(initial=fresh, auto_id="p-%s"),
        "state": states.state_of(found, today),
        "is_apart": bool(planning.kept_apart([found.pk])),
        "pause": next((each for each in found.pauses.all() if each.covers(today)), None),
        "proposed_pause": found.pauses.proposed(today).first(),
        "notes": found.notes.count(),
        "tasks": found.tasks.filter(done_at=None).count(),
        "asked": found.handovers.open().select_related("volunteer__account").first(),
        "checks": found.checks.order_by("said_at"),
        "farewells": found.farewells.order_by("said_at"),
        "meetings": found.meetings.prefetch_related("attendances").order_by("-starts_at")[:20],
        "now": clock.now(),
        "why_silent": _why_silent(found, today),
        "plan": LanguagePlan.objects.in_force().filter(pair=found).first(),
        "introduction": Introduction.objects.filter(pair=found).select_related("meeting", "coordinator").first(),
        "suggestions": introductions.suggestions(pair=found, by=request.user, now=clock.now()),
        **about,
    }
    is_wrong = context["form"].errors or context["pause_form"].errors
    return render_page(request, "coordinator/pair.html", context, status=422 if is_wrong else 200)


def _why_silent(found: Pair, today: date) -> silence.Why | None:
    quiet = list(silence.silent(today).filter(pk=found.pk))
    return silence.why(quiet, today)[found.pk] if quiet else None


@require_POST
@coordinators_only
def pause(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Write a pause down for the two, or propose one to both."""
    found, form = pair_or_404(request, pair_id), forms.PausePair(request.POST, auto_id="p-%s")
    if form.is_valid():
        _try_to_pause(request, found, form)
    if form.errors:
        return show(request, found, pause_form=form)
    return redirect("coordinator:pair", found.pk)


def _try_to_pause(request: TownRequest, found: Pair, form: forms.PausePair) -> None:
    about: dict[str, Any] = {"pair_id": found.pk, "by": request.user, "now": clock.now(), **form.cleaned_data}
    try:
        if request.POST.get("deed") == "propose":
            pauses.propose(**about)
            messages.success(request, _("We asked both. The pause begins when one of them says yes."))
        else:
            pauses.ask(**about)
            messages.success(request, _("The pause is written down. Both get a message."))
    except RequestUsedBefore:
        messages.info(request, _("You already sent this pause."))
    except pauses.NotAPause:
        form.add_error(
            "until_on", _("Choose a first day from today on, and a last day after it, at most half a year later.")
        )
    except (pauses.PausedThen, states.NotInThisState):
        form.add_error("from_on", _("This pair has a pause on one of these days, or has ended. Reload the page."))


@require_POST
@coordinators_only
def resume(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """They meet again."""
    found = pair_or_404(request, pair_id)
    try:
        pauses.resume(pair_id=found.pk, by=request.user, now=clock.now())
    except states.NotInThisState:
        messages.info(request, _("This pair has already ended. Reload the page to see when and why."))
    else:
        messages.success(request, _("The pause is over. Both get a message."))
    return redirect("coordinator:pair", found.pk)


@require_POST
@coordinators_only
def called_about(request: TownRequest, check_id: uuid.UUID) -> HttpResponse:
    """I have spoken with who asked for a call."""
    found = get_object_or_404(PairCheck.objects.visible_to(request.user), pk=check_id)
    checks.called(check_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, _("Thank you for calling."))
    return redirect("coordinator:pair", found.pair_id)
