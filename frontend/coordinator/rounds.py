"""Rounds: asking for one, seeing how far it is, looking at what it found, publishing it or not."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.pairs import archive, comparison, regions, rounds, solving
from backend.pairs.models import MatchingRound, RoundArchive, UnmatchedReason
from backend.places import clock, neighbourhoods
from frontend.coordinator import round_figures, round_map
from frontend.coordinator.access import coordinators_only
from frontend.pages import download, render_page
from frontend.town import TownRequest

ROWS_A_PAGE, ROWS_SHOWN, ADVICE_SHOWN = 50, 8, 5
NOBODY_CAME_AFTER = timedelta(minutes=2)
State = MatchingRound.State


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def overview(request: TownRequest) -> HttpResponse:
    """The rounds of this town; sending the form asks for one."""
    if request.method == "POST":
        return _ask(request)
    page = Paginator(MatchingRound.objects.for_list(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "query": "", "underway": _underway(), "round_request": uuid.uuid4()}
    return render_page(request, "coordinator/rounds/list.html", context)


def _underway() -> MatchingRound | None:
    return MatchingRound.objects.underway().defer("report").first()


def _ask(request: TownRequest) -> HttpResponse:
    try:
        asked = rounds.ask(
            town=request.town_code, now=clock.now(), asked_by=request.user, request_id=_request_id(request)
        )
    except rounds.RoundIsRunning:
        underway = _underway()
        messages.info(request, _("A round is underway already. Here you see how far it is."))
        return redirect("coordinator:round", underway.pk) if underway else redirect("coordinator:rounds")
    return redirect("coordinator:round", asked.pk)


def _request_id(request: TownRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid.uuid4()


def _round(round_id: uuid.UUID) -> MatchingRound:
    return get_object_or_404(MatchingRound, pk=round_id)


@never_cache
@require_GET
@coordinators_only
def one(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """How far a round is; when it is solved, what it found.

    While it is underway the page asks for itself again: htmx with what it has ``seen`` (204 when nothing is new), a
    browser without JavaScript by a refresh.
    """
    this = _round(round_id)
    if "HX-Request" in request.headers:
        if not this.is_underway:
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.GET.get("seen") == _seen(this):
            return HttpResponse(status=204)
    if this.is_underway:
        return render_page(request, "coordinator/rounds/underway.html", _progress(this))
    return _solved(request, this)


def _seen(this: MatchingRound) -> str:
    return f"{this.state}-{this.stage}-{this.tries}"


def _progress(this: MatchingRound) -> dict[str, Any]:
    stages = list(MatchingRound.Stage)
    reached = stages.index(MatchingRound.Stage(this.stage)) if this.stage else -1
    return {
        "round": this,
        "seen": _seen(this),
        "stages": [
            {"label": stage.label, "is_done": place < reached, "is_now": place == reached}
            for place, stage in enumerate(stages)
        ],
        "nobody_came": this.state == State.REQUESTED and clock.now() - this.asked_at > NOBODY_CAME_AFTER,
    }


def _solved(request: TownRequest, this: MatchingRound) -> HttpResponse:
    places = neighbourhoods.all_of(town=request.town_code)
    figures = this.report.get("figures", {})
    context = {
        "round": this,
        "pairs": this.found_pairs.all().for_list()[:ROWS_SHOWN],
        "found": this.found_pairs.count(),
        "seats": this.found_seats.select_related("newcomer__account", "table__centre").order_by(
            "table__name", "newcomer__waiting_since", "pk"
        ),
        "reasons": _reasons(this)[:ROWS_SHOWN],
        "waiting": this.unmatched_reasons.count(),
        "why": round_figures.why_people_wait(this),
        "fairness": round_figures.fairness(this, round_figures.names_of_neighbourhoods(places)),
        "advice": round_figures.advice(this, places, ADVICE_SHOWN),
        "advice_around": round_figures.advice_around(this, places, regions.of_account(request.user.pk)),
        "map": round_map.draw(figures["neighbourhoods"], places) if figures else None,
        "comparison": comparison.compare(this) if this.state == State.DRY else None,
        "fact": _fact(this),
        "seconds": _seconds(this),
        "places": [name for name in ("tables", "venues") if name in this.report.get("certificate", {})],
        "without_table": this.report.get("counts", {}).get("without_a_table", 0),
        "has_files": RoundArchive.objects.filter(round=this).exists(),
        "today": clock.local_today(clock.now()),
        "round_request": uuid.uuid4(),
    }
    return render_page(request, "coordinator/rounds/round.html", context)


def _reasons(this: MatchingRound) -> QuerySet[UnmatchedReason]:
    return this.unmatched_reasons.select_related("newcomer__account").order_by("newcomer__waiting_since", "pk")


def _list(request: TownRequest, this: MatchingRound, rows: QuerySet[Any], template: str) -> HttpResponse:
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {"round": this, "page": page, "query": "", "today": clock.local_today(clock.now())}
    return render_page(request, f"coordinator/rounds/{template}", context)


@never_cache
@require_GET
@coordinators_only
def pairs(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """All pairs that a round found, longest waiting first."""
    this = _round(round_id)
    return _list(request, this, this.found_pairs.all().for_list(), "pairs.html")


@never_cache
@require_GET
@coordinators_only
def waiting(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """Everybody for whom a round found nobody, longest waiting first."""
    this = _round(round_id)
    return _list(request, this, _reasons(this), "waiting.html")


def _seconds(this: MatchingRound) -> list[tuple[str, str]]:
    """How long each stage took, as the page of a round that is underway calls them."""
    taken: dict[str, float] = {}
    seconds = this.report.get("seconds", {})
    for name, stage in solving.STAGE_OF.items():
        taken[str(stage.label)] = taken.get(str(stage.label), 0) + seconds.get(name, 0)
    return [(label, number_format(seconds, 2)) for label, seconds in taken.items()]


def _fact(this: MatchingRound) -> str:
    """What cannot be used about the person over whom a round failed, as the page of that person calls it."""
    names = {
        "languages": _("Languages"),
        "availability": _("Has time"),
        "max_distance_m": _("Travels"),
        "x": _("Neighbourhood"),
        "y": _("Neighbourhood"),
    }
    fact = str(this.failure_about.get("fact", ""))
    return names.get(fact, fact)


@require_POST
@coordinators_only
def publish(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """Make the proposals of this round."""
    found = _round(round_id)
    try:
        rounds.publish(round_id=found.pk, by=request.user, now=clock.now())
    except rounds.RoundIsDecided:
        messages.error(request, _("This round cannot be published any more. Look for pairs again."))
        return redirect("coordinator:round", found.pk)
    left_out = found.found_pairs.count() - found.proposals.count()
    messages.success(request, _("The proposals are ready. Look at each of them before you ask the two."))
    if left_out:
        messages.info(request, _("Some pairs were left out, since something changed after the round."))
    return redirect("coordinator:proposals")


@require_POST
@coordinators_only
def discard(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """Do not use this round."""
    found = _round(round_id)
    try:
        rounds.discard(round_id=found.pk, by=request.user, now=clock.now())
    except rounds.RoundIsDecided:
        messages.error(request, _("This round is decided already. Reload the page to see how."))
    else:
        messages.success(request, _("This round is not used. Nothing has changed for anybody."))
    return redirect("coordinator:rounds")


@never_cache
@require_GET
@coordinators_only
def files(request: TownRequest, round_id: uuid.UUID) -> HttpResponse:
    """The frozen input and the result, to be kept or checked by somebody else."""
    try:
        found = archive.fetch(round_id=round_id, by=request.user, now=clock.now())
    except RoundArchive.DoesNotExist as none:
        raise Http404 from none
    asked_at = timezone.localtime(found.round.asked_at)
    return download(bytes(found.files), f"ronde-{request.town_code}-{asked_at:%Y-%m-%d-%H%M}.zip")
