"""Solving a round: freeze the rows, let the engine find the best pairs, keep what it found.

No lock is held while the engine thinks: people go on meanwhile.
"""

from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from django.db import transaction

import matching
from backend.pairs import archive, figures, frozen, pins, problem, regions
from backend.pairs.frozen import Frozen
from backend.pairs.lease import Turn
from backend.pairs.models import FoundPair, FoundSeat, MatchingRound, Mode, RoundArchive, UnmatchedReason
from backend.pairs.pins import Pins
from backend.pairs.rooms import Rooms
from matching.stopwatch import Stopwatch

State, Stage = MatchingRound.State, MatchingRound.Stage
ADVICE_KEPT, ADVICE_OF_A_CENTRE = 5, 3
SEAT = "table"  # how the engine calls a match with a language table
STAGE_OF = {  # what a coordinator is told when a part of the work begins
    "reading": Stage.READING,
    "columns": Stage.ALLOWED_PAIRS,
    "allowed_pairs": Stage.ALLOWED_PAIRS,
    "who": Stage.WHO,
    "scores": Stage.WITH_WHOM,
    "with_whom": Stage.WITH_WHOM,
    "pairs": Stage.WITH_WHOM,
    "reasons": Stage.REASONS,
    "input_hash": Stage.REASONS,
    "advice": Stage.ADVICE,
    "writing": Stage.WRITING,
}


@dataclass(frozen=True, kw_only=True)
class Solved:
    """What the engine was given and what it said.

    ``around`` is the advice for the region of each centre (key) with a coordinator of its own.
    """

    given: Frozen
    result: matching.Result
    figures: dict[str, Any]
    advice: list[matching.Advice]
    around: dict[str, list[matching.Advice]]
    pins: Pins
    watch: Stopwatch


def solve(turn: Turn) -> Solved:
    """Let the engine think, and say how far it is.

    Raises:
        TurnIsOver: somebody else works on this round by now.
        UnusableRow: what we know of somebody cannot be used.
    """
    told = {Stage.READING}  # the claim said so

    def tell(name: str) -> None:
        stage = STAGE_OF[name]
        if stage not in told:
            told.add(stage)
            turn.reached(stage)

    watch, day = Stopwatch(tell), turn.round.day
    with watch.stage("reading"):
        pool = problem.of_town()
        decided = pins.usable(pool, day=day)
        given = frozen.freeze(pool, decided.kept)
    everybody, options = (given.newcomers, given.volunteers, given.blocked), _options(given)
    result = matching.solve(*everybody, day=day, options=options, tell=tell)
    watch.seconds |= result.report["seconds"]
    with watch.stage("advice"):
        advise = partial(matching.advise, *everybody, day=day, options=options)
        advice = advise(top=ADVICE_KEPT)
        around = {pk: advise(top=ADVICE_OF_A_CENTRE, where=there) for pk, there in regions.of_coordinators().items()}
        matched = {given.newcomer_of[pair.newcomer] for pair in result.pairs}
        by_group = figures.of(pool, matched, day=day)
    tell("writing")
    return Solved(
        given=given, result=result, figures=by_group, advice=advice, around=around, pins=decided, watch=watch
    )


def _options(given: Frozen) -> matching.Options:
    return matching.Options(pinned=tuple(given.pinned), groups=given.groups, venues=given.venues)


@transaction.atomic
def keep(turn: Turn, solved: Solved) -> MatchingRound:
    """Write down what was found: the round is dry from now on.

    Raises:
        TurnIsOver: somebody else works on this round by now; nothing is written.
    """
    this, report = turn.locked(), _report(solved)
    with solved.watch.stage("writing"):
        _make_room(turn)
        FoundPair.objects.bulk_create(_found(this, solved))
        FoundSeat.objects.bulk_create(_found_seats(this, solved))
        UnmatchedReason.objects.bulk_create(_reasons(this, solved))
        files = archive.files_of(solved.given, solved.result, report)
        RoundArchive.objects.create(municipality_id=this.municipality_id, round=this, files=files)
    this.report = report | {"seconds": solved.watch.seconds}
    this.input_hash, this.engine_version = report["input_hash"], report["engine_version"]
    this.state, this.finished_at = State.DRY, turn.moment()
    this.lease_token = this.lease_until = None
    this.save()
    return this


def _report(solved: Solved) -> dict[str, Any]:
    return solved.result.report | {
        "seconds": solved.watch.seconds,
        "advice": [asdict(each) for each in solved.advice],
        "advice_around": {pk: [asdict(each) for each in advice] for pk, advice in solved.around.items()},
        "figures": solved.figures,
        "pins_left_out": solved.pins.left_out,
    }


def _make_room(turn: Turn) -> None:
    """The round that was to be looked at before is superseded: nobody decided it, so nobody is named."""
    moment = turn.moment()
    MatchingRound.objects.filter(state=State.DRY).update(state=State.DISCARDED, decided_at=moment)


def _found(this: MatchingRound, solved: Solved) -> list[FoundPair]:
    given, pinned = solved.given, set(solved.given.pinned)
    places = _places(solved)
    return [
        FoundPair(
            municipality_id=this.municipality_id,
            round=this,
            newcomer_id=given.newcomer_of[pair.newcomer],
            volunteer_id=given.volunteer_of[pair.volunteer],
            newcomer_alias=pair.newcomer,
            volunteer_alias=pair.volunteer,
            is_pinned=(pair.newcomer, pair.volunteer) in pinned,
            **facts_of(pair) | places.get(pair.newcomer, {}),
        )
        for pair in solved.result.pairs
        if pair.mode != SEAT
    ]


def _found_seats(this: MatchingRound, solved: Solved) -> list[FoundSeat]:
    given = solved.given
    return [
        FoundSeat(
            municipality_id=this.municipality_id,
            round=this,
            newcomer_id=given.newcomer_of[seat.newcomer],
            table_id=given.table_of[seat.volunteer],
            newcomer_alias=seat.newcomer,
            table_alias=seat.volunteer,
            score=seat.score,
            distance_m=seat.distance_m,
        )
        for seat in solved.result.pairs
        if seat.mode == SEAT
    ]


def _places(solved: Solved) -> dict[str, dict[str, Any]]:
    """By alias of a newcomer in which house, at which table and when a pair meets that can meet nowhere else."""
    found, rooms = dict[str, dict[str, Any]](), Rooms()
    for place in solved.result.places or ():
        if place.venue:
            house, ends = solved.given.house_of[place.venue], place.starts_minute + place.minutes
            found[place.newcomer] = {
                "centre_id": house,
                "table_number": rooms.take(house, (place.weekday, place.starts_minute, ends)),
                "weekday": place.weekday,
                "starts_minute": place.starts_minute,
            }
    return found


def facts_of(pair: matching.MatchedPair) -> dict[str, Any]:
    """What the engine says of two people, as a row keeps it."""
    return {
        "mode": Mode[pair.mode.upper()],
        "score": pair.score,
        "score_parts": pair.parts,
        "distance_m": pair.distance_m,
        "common_minutes": pair.common_minutes,
        "weekday": pair.weekday,
        "starts_minute": pair.starts_minute,
        "minutes": pair.minutes,
    }


def _reasons(this: MatchingRound, solved: Solved) -> list[UnmatchedReason]:
    """Of those who still wait: somebody who stopped meanwhile needs no reason."""
    waiting = {str(pk) for pk in problem.waiting().values_list("pk", flat=True)}
    newcomer_of = solved.given.newcomer_of
    return [
        UnmatchedReason(
            municipality_id=this.municipality_id,
            round=this,
            newcomer_id=newcomer_of[each.newcomer],
            alias=each.newcomer,
            reason=each.reason,
            detail=each.detail | {"missing": list(each.missing)},
            smallest_change=each.smallest_change,
        )
        for each in solved.result.unmatched
        if newcomer_of[each.newcomer] in waiting
    ]
