"""What a caseworker should look at. A signal follows from the figures each time anew and never does anything.

A person handles it and says what came of it; then it is gone until it is about another day. Sending a file on to
the colleague who decides about benefits asks that the person was heard first (Awb 4:8).
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain, islice

from backend.obligations import citizen_numbers, database, reading, rules
from backend.obligations.asked import search_is_over_on
from backend.obligations.facts import FOREVER, Facts, monday_of
from backend.obligations.models import (
    ExemptionPeriod,
    Obligation,
    PersonWord,
    SignalHandled,
    SignalKind,
)
from backend.obligations.policy import policies
from backend.obligations.requests import once
from backend.obligations.rules import Week
from backend.people.models import Account

Outcome = SignalHandled.Outcome
REVIEW_AHEAD = timedelta(days=14)
ENDING_AHEAD = timedelta(days=28)
LOOK_BACK_WEEKS = 26
STANDING_WEEKS = 4


class HearThePersonFirst(Exception):
    """Nothing is sent on before the person could say something about it."""


class NoMoreTimeToSearch(Exception):
    """Only a time to search is made longer, and as often as the ordinance says."""


class NoSuchSignal(Exception):
    """There is no such signal now: the figures changed, or somebody handled it."""


class Standing(StrEnum):
    """How somebody stands, in one word."""

    ON_TRACK = "ON_TRACK"
    BEHIND = "BEHIND"
    NOTHING_ASKED = "NOTHING_ASKED"


@dataclass(frozen=True, kw_only=True)
class Signal:
    """What it is, and the day that it is about."""

    kind: SignalKind
    key: date


@dataclass(frozen=True, kw_only=True)
class Seen:
    """How somebody stands, and what is to be looked at, most pressing first."""

    standing: Standing
    signals: Sequence[Signal]


def of_many(obligations: Sequence[Obligation], *, today: date) -> dict[uuid.UUID, Seen]:
    """The signals of a whole caseload, in as many queries as of one person."""
    first = monday_of(today) - timedelta(weeks=LOOK_BACK_WEEKS)
    last = monday_of(today) - timedelta(days=1)
    facts = reading.facts_of(obligations, starts_on=first, ends_on=last, as_of=today)
    reviews, handled = _reviews(obligations, today), _handled(obligations)
    found = {}
    for each in obligations:
        weeks = rules.latest_first(facts[each.pk], starts_on=first, ends_on=last)
        recent = list(islice(weeks, STANDING_WEEKS))
        low = _below(chain(recent, weeks), facts[each.pk], today=today)
        raised = [*low, *reviews[each.pk], *_ending(facts[each.pk], today), *_search_over(facts[each.pk], today)]
        found[each.pk] = Seen(
            standing=_standing(recent, low),
            signals=[one for one in raised if (one.kind, one.key) not in handled[each.pk]],
        )
    return found


def _below(weeks: Iterable[Week], facts: Facts, *, today: date) -> list[Signal]:
    """One signal for a row of weeks up to the last full one in which less counted than the ordinance wants seen.

    ``weeks`` begin with the last one. Weeks in which nothing was asked say nothing. The key is the first Monday of
    the row, so that it is raised once.
    """
    policy = facts.policies.on(today)
    if policy is None:
        return []
    low: list[Week] = []
    for week in weeks:
        if not week.required:
            continue
        if week.credited * 100 >= week.required * policy.params.signal_below_pct:
            break
        low.append(week)
    if len(low) < policy.params.signal_after_weeks:
        return []
    return [Signal(kind=SignalKind.BELOW, key=low[-1].monday)]


def _standing(recent: Sequence[Week], low: Collection[Signal]) -> Standing:
    if not any(week.required for week in recent):
        return Standing.NOTHING_ASKED
    return Standing.BEHIND if low else Standing.ON_TRACK


def _ending(facts: Facts, today: date) -> list[Signal]:
    ends = {each.ends_on for each in facts.requirements if today <= each.ends_on <= today + ENDING_AHEAD}
    return [Signal(kind=SignalKind.DECISION_ENDING, key=day) for day in sorted(ends)]


def _search_over(facts: Facts, today: date) -> list[Signal]:
    """Nobody was found in the time to search: for the caseworker to look at, never a failure of the person."""
    asked, policy = facts.requirement_on(today), facts.policies.on(today)
    if asked is None or policy is None or facts.with_buddy is None or facts.away_since:
        return []
    over = search_is_over_on(facts, asked)
    if today < over or any(span.ends_on == FOREVER for span in facts.with_buddy):
        return []
    return [Signal(kind=SignalKind.SEARCH_OVER, key=over)]


def _reviews(obligations: Sequence[Obligation], today: date) -> Mapping[uuid.UUID, list[Signal]]:
    found: dict[uuid.UUID, list[Signal]] = defaultdict(list)
    due = ExemptionPeriod.objects.filter(obligation__in=obligations, review_on__lte=today + REVIEW_AHEAD)
    for period in due.exclude(ends_on__lt=today).order_by("review_on"):
        if period.review_on:
            found[period.obligation_id].append(Signal(kind=SignalKind.EXEMPTION_REVIEW, key=period.review_on))
    return found


def _handled(obligations: Sequence[Obligation]) -> Mapping[uuid.UUID, set[tuple[str, date]]]:
    found: dict[uuid.UUID, set[tuple[str, date]]] = defaultdict(set)
    rows = SignalHandled.objects.filter(obligation__in=obligations)
    for obligation_id, kind, key in rows.values_list("obligation_id", "kind", "key"):
        found[obligation_id].add((kind, key))
    return found


@database.deed
def handle(
    *,
    obligation_id: uuid.UUID,
    by: Account,
    signal: Signal,
    outcome: Outcome,
    note: str,
    request_id: uuid.UUID,
    now: datetime,
) -> SignalHandled:
    """Write what came of a signal.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: a BSN stands in the note.
        HearThePersonFirst: REFER, and the file holds no word of the person from the time of the signal on.
        NoMoreTimeToSearch: LONGER, and it is another signal or the ordinance allows no more.
        NoSuchSignal: somebody handled it in another way.
        RequestUsedBefore: this request wrote something else.
    """
    citizen_numbers.refuse(note)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    others = SignalHandled.objects.filter(obligation=obligation, kind=signal.kind, key=signal.key)
    if others.exclude(request_id=request_id).exists():
        raise NoSuchSignal
    if outcome == Outcome.LONGER:
        _check_time_to_search(obligation, signal, but=request_id)
    heard = PersonWord.objects.filter(obligation=obligation, said_on__gte=signal.key)
    if outcome == Outcome.REFER and not heard.exists():
        raise HearThePersonFirst
    return once(
        SignalHandled,
        request_id=request_id,
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        kind=signal.kind,
        key=signal.key,
        outcome=outcome,
        note=note,
        by=by.pk,
        at=now,
    )


def _check_time_to_search(obligation: Obligation, signal: Signal, *, but: uuid.UUID) -> None:
    held = obligation.periods.touching(starts_on=signal.key, ends_on=signal.key).first()
    if signal.kind != SignalKind.SEARCH_OVER or held is None:
        raise NoMoreTimeToSearch
    longer = SignalHandled.objects.filter(obligation=obligation, outcome=Outcome.LONGER, key__gte=held.starts_on)
    if held.ends_on:
        longer = longer.filter(key__lte=held.ends_on)
    ordinance = policies().on(held.starts_on)
    most = ordinance.params.search_period_extensions if ordinance else 0
    if longer.exclude(request_id=but).count() >= most:
        raise NoMoreTimeToSearch
