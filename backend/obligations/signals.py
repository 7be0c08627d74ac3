"""What a caseworker should look at. A signal follows from the figures each time anew and never does anything.

A person handles it and says what came of it; then it is gone until it is about another day. Sending a file on to
the colleague who decides about benefits asks that the person was heard first (Awb 4:8).
"""

import uuid
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

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
from backend.people.models import Account

Outcome = SignalHandled.Outcome
REVIEW_AHEAD = timedelta(days=14)
ENDING_AHEAD = timedelta(days=28)
LOOK_BACK_WEEKS = 26
READ_WEEKS = (1, 4, LOOK_BACK_WEEKS)  # hours are read in these steps
STANDING_WEEKS = 4
A_DAY = timedelta(days=1)


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
    asked = reading.without_hours(obligations, as_of=today)
    everybody = {each.pk for each in obligations}
    below = _below(obligations, asked, today=today, keys_of=everybody)
    dated, handled = _dated(obligations, asked, today), _handled(obligations)
    return {
        each.pk: Seen(
            standing=_standing(asked[each.pk], below[each.pk], today),
            signals=_open([*below[each.pk], *dated[each.pk]], handled[each.pk]),
        )
        for each in obligations
    }


def to_look_at(obligations: Sequence[Obligation], *, today: date) -> list[Obligation]:
    """Those of whom ``of_many`` shows a signal. No more is read than says so: not since when, unless that matters."""
    asked, handled = reading.without_hours(obligations, as_of=today), _handled(obligations)
    found = _dated(obligations, asked, today)
    others = [each for each in obligations if not _open(found[each.pk], handled[each.pk])]
    since_when = {key for key, known in handled.items() if any(kind == SignalKind.BELOW for kind, _ in known)}
    found |= _below(others, asked, today=today, keys_of=since_when)
    return [each for each in obligations if _open(found[each.pk], handled[each.pk])]


def _open(raised: Sequence[Signal], handled: Container[tuple[str, date]]) -> list[Signal]:
    """What nobody handled yet."""
    return [each for each in raised if (each.kind, each.key) not in handled]


def _dated(
    obligations: Sequence[Obligation], asked: Mapping[uuid.UUID, Facts], today: date
) -> dict[uuid.UUID, list[Signal]]:
    """The signals about a day that was known beforehand, for which no hours are read."""
    reviews = _reviews(obligations, today)
    return {
        each.pk: [*reviews[each.pk], *_ending(asked[each.pk], today), *_search_over(asked[each.pk], today)]
        for each in obligations
    }


def _below(
    obligations: Sequence[Obligation],
    asked: Mapping[uuid.UUID, Facts],
    *,
    today: date,
    keys_of: Container[uuid.UUID],
) -> dict[uuid.UUID, list[Signal]]:
    """The signal about the low weeks of each; its key is right of everybody, or of ``keys_of`` at least.

    Hours are read in steps, those of longer ago only of whose row goes on: of most people the last week says enough.
    """
    found: dict[uuid.UUID, list[Signal]] = {}
    left = list(obligations)
    for count in READ_WEEKS:
        first, last = _full_weeks(count, today)
        # a day more: what stands beside a meeting at midnight is worth something only together with it
        facts = reading.with_hours(left, asked, starts_on=first - A_DAY, ends_on=last, as_of=today)
        rows = {each.pk: _low_row(facts[each.pk], first, last) for each in left}
        found |= {key: signals for key, (signals, _) in rows.items()}
        known = {key for key, (signals, is_over) in rows.items() if is_over or (signals and key not in keys_of)}
        left = [each for each in left if each.pk not in known]
    return found


def _low_row(facts: Facts, first: date, last: date) -> tuple[list[Signal], bool]:
    """One signal for a row of weeks up to the last one in which less counted than the ordinance wants seen.

    Weeks in which nothing was asked say nothing. The key is the first Monday of the row, so that it is raised once.
    Also whether a week ends the row; if none does, it may go on before these days.
    """
    policy = facts.policies.on(facts.as_of)
    if policy is None:
        return [], True
    low: list[date] = []
    is_over = False
    for week in rules.latest_first(facts, starts_on=first, ends_on=last):
        is_over = week.required > 0 and week.credited * 100 >= week.required * policy.params.signal_below_pct
        if is_over:
            break
        if week.required:
            low.append(week.monday)
    enough = len(low) >= policy.params.signal_after_weeks
    return [Signal(kind=SignalKind.BELOW, key=low[-1])] if enough else [], is_over


def _standing(asked: Facts, below: Sequence[Signal], today: date) -> Standing:
    first, last = _full_weeks(STANDING_WEEKS, today)
    if not any(week.required for week in rules.latest_first(asked, starts_on=first, ends_on=last)):
        return Standing.NOTHING_ASKED
    return Standing.BEHIND if below else Standing.ON_TRACK


def _full_weeks(count: int, today: date) -> tuple[date, date]:
    """The first and the last day of so many full weeks up to this one."""
    return monday_of(today) - timedelta(weeks=count), monday_of(today) - A_DAY


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
