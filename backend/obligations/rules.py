"""Does this hour count? Pure: no rows, no clock (domain.md 1.6; docs/policy/counter-obligation.md).

Each line of the ledger, each missed meeting and each other hour becomes a ``Line``: claimed and credited minutes,
and a reason for every minute between them. A meeting credits one duty once. Credited minutes of work never exceed
what is claimed, and those of a meeting never exceed the clock. That the other one does not come costs nothing.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.obligations.asked import Asked, in_week
from backend.obligations.facts import (
    DAYS_A_WEEK,
    NOT_ONES_FAULT,
    OFF_FOR_EVERYBODY,
    RULE_OF,
    RULE_OF_KIND,
    Claim,
    Extra,
    Facts,
    Kind,
    Missed,
    Reason,
    Word,
    monday_of,
    week_label,
)
from backend.obligations.policy import Params

STANDS = frozenset({Word.CLAIMED, Word.CONFIRMED, Word.CONFIRMED_BY_COORDINATOR})
LOST = {Word.DISPUTED: Reason.DISPUTED, Word.REJECTED: Reason.REJECTED, Word.REVERSED: Reason.TAKEN_BACK}
FOR_A_NO_SHOW = {"none": 0, "planned_minutes_max_60": 60, "full": 24 * 60}
NEEDS_A_WORD = frozenset({Kind.TRAINING, Kind.INTAKE, Kind.OTHER_VOLUNTEERING, Kind.OWN_ACTIVITY})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fact and what it is worth. ``done`` is claimed and stands; ``credited`` of it counts.

    ``excused`` are minutes that were not worked and count all the same. ``reason`` is empty when all of it counts.
    """

    ref: str
    meeting: str
    day: date
    kind: Kind
    claimed: int = 0
    done: int = 0
    credited: int = 0
    excused: int = 0
    confirmed: int = 0
    reason: Reason | None = None

    @property
    def rule(self) -> str:
        """The parameter of the ordinance or the article behind the reason."""
        if self.reason in {Reason.KIND_DOES_NOT_COUNT, Reason.WAITS_FOR_THE_CASEWORKER}:
            return RULE_OF_KIND.get(self.kind, RULE_OF[self.reason])
        return RULE_OF[self.reason] if self.reason else ""


@dataclass(frozen=True, kw_only=True)
class Week:
    """One ISO week, in minutes. ``credited`` holds what is excused as well; ``confirmed`` somebody else said too."""

    monday: date
    asked: Asked
    lines: Sequence[Line]

    @property
    def required(self) -> int:
        """Minutes asked, after exemptions and free weeks."""
        return self.asked.required

    @property
    def done(self) -> int:
        """Minutes said to be done that nobody contradicts, waiting for a word or not."""
        return sum(line.done for line in self.lines)

    @property
    def confirmed(self) -> int:
        """Minutes of meetings that somebody else than the person confirmed."""
        return sum(line.confirmed for line in self.lines)

    @property
    def excused(self) -> int:
        """Minutes not worked through no fault of the person that count."""
        return sum(line.excused for line in self.lines)

    @property
    def credited(self) -> int:
        """Minutes that count."""
        return sum(line.credited + line.excused for line in self.lines)

    @property
    def label(self) -> str:
        """The ISO name, for example ``2026-W48``."""
        return week_label(self.monday)


def weeks(facts: Facts, *, starts_on: date, ends_on: date) -> list[Week]:
    """Every week that has a day between the first and the last day; of those at the edges only the days inside.

    Raises:
        ValueError: the period ends before it starts.
    """
    return list(latest_first(facts, starts_on=starts_on, ends_on=ends_on))[::-1]


def latest_first(facts: Facts, *, starts_on: date, ends_on: date) -> Iterator[Week]:
    """The same weeks, the last one first and each only when it is asked for: of most people a few say enough.

    Raises:
        ValueError: the period ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("The period ends before it starts.")
    found: dict[date, list[Line]] = defaultdict(list)
    for line in lines(facts):
        if starts_on <= line.day <= ends_on:
            found[monday_of(line.day)].append(line)
    monday = monday_of(ends_on)
    while monday > starts_on - timedelta(days=DAYS_A_WEEK):
        asked = in_week(facts, monday, first=starts_on, last=ends_on)
        yield Week(monday=monday, asked=asked, lines=found[monday])
        monday -= timedelta(days=DAYS_A_WEEK)


def lines(facts: Facts) -> list[Line]:
    """What every fact is worth, by day; a meeting that was credited is worth nothing a second time."""
    taken: set[str] = set()
    meetings = list(_first_come(facts, facts.claims, taken))
    missed = [_missed(facts, each, taken) for each in sorted(facts.missed, key=lambda each: (each.day, each.meeting))]
    prepared: set[str] = set()
    extras = [
        _extra(facts, each, taken, prepared) for each in sorted(facts.extras, key=lambda each: (each.day, each.ref))
    ]
    return sorted([*meetings, *missed, *extras], key=lambda line: (line.day, line.meeting, line.kind, line.ref))


def _first_come(facts: Facts, claims: Iterable[Claim], taken: set[str]) -> Iterable[Line]:
    for claim in sorted(claims, key=lambda each: (each.day, each.meeting, each.word not in STANDS, each.ref)):
        line = _meeting(facts, claim, is_second=claim.meeting in taken)
        if line.done:
            taken.add(claim.meeting)
        yield line


def _params(facts: Facts, day: date) -> tuple[Params | None, Reason | None]:
    """The rules of a day on which a decision asks something; else why nothing counts."""
    requirement, policy = facts.requirement_on(day), facts.policies.on(day)
    if requirement is None:
        return None, Reason.OUTSIDE_PERIOD
    if policy is None or requirement.legal_basis not in policy.params.legal_bases_allowed:
        return None, Reason.NOTHING_ASKED_BY_LAW
    return policy.params, None


def _meeting(facts: Facts, claim: Claim, *, is_second: bool) -> Line:
    minutes = min(claim.minutes, claim.clock_minutes)
    stands = claim.word in STANDS and not is_second
    params, nothing = _params(facts, claim.day)
    reason: Reason | None
    if not stands:
        reason = LOST.get(claim.word, Reason.SAME_SESSION_TWICE)
    else:
        reason = nothing or (_why_not(facts, claim, params) if params else None)
    counts = stands and params is not None and reason in {None, Reason.CONFIRMED_BY_SILENCE}
    if counts and minutes < claim.minutes:  # after silence too: only this says why minutes are missing
        reason = Reason.LONGER_THAN_THE_CLOCK
    return Line(
        ref=claim.ref,
        meeting=claim.meeting,
        day=claim.day,
        kind=claim.kind,
        claimed=claim.minutes,
        done=minutes if stands else 0,
        credited=minutes if counts else 0,
        confirmed=minutes if stands and claim.word != Word.CLAIMED else 0,
        reason=reason,
    )


def _why_not(facts: Facts, claim: Claim, params: Params) -> Reason | None:
    if claim.kind not in params.creditable_kinds:
        return Reason.KIND_DOES_NOT_COUNT
    latest = claim.day + timedelta(days=params.claim_deadline_days)
    if claim.claimed_on and claim.claimed_on > latest:
        return Reason.CLAIMED_TOO_LATE
    by_anybody = params.confirmation_required == "other_party_or_coordinator"
    if claim.word == Word.CONFIRMED_BY_COORDINATOR or (claim.word == Word.CONFIRMED and by_anybody):
        return None
    waited = (facts.as_of - claim.day).days
    if params.auto_confirm_after_days and waited >= params.auto_confirm_after_days:
        return Reason.CONFIRMED_BY_SILENCE
    return Reason.WAITS_FOR_A_WORD


def _missed(facts: Facts, missed: Missed, taken: set[str]) -> Line:
    params, reason = _params(facts, missed.day)
    if missed.meeting in taken:
        params, reason = None, Reason.SAME_SESSION_TWICE
    excused = 0
    if params:
        reason = _why_missed(missed, params)
        most = FOR_A_NO_SHOW[params.no_show_by_learner_credit]
        excused = min(missed.planned_minutes, most) if reason in NOT_ONES_FAULT else 0
    if excused:
        taken.add(missed.meeting)
    return Line(
        ref=missed.meeting,
        meeting=missed.meeting,
        day=missed.day,
        kind=missed.kind,
        excused=excused,
        reason=reason,
    )


def _why_missed(missed: Missed, params: Params) -> Reason:
    """As it happened, but what would not count is not excused, and a free day is free already.

    Called off in time another day can be agreed.
    """
    if missed.kind not in params.creditable_kinds:
        return Reason.KIND_DOES_NOT_COUNT
    if missed.why == Reason.OTHER_CALLED_OFF and (missed.hours_ahead or 0) >= params.late_cancellation_hours:
        return Reason.OTHER_CALLED_OFF_IN_TIME
    if missed.why in OFF_FOR_EVERYBODY and params.is_free(missed.day):
        return Reason.FREE_WEEKS
    return missed.why


def _extra(facts: Facts, extra: Extra, taken: set[str], prepared: set[str]) -> Line:
    params, reason = _params(facts, extra.day)
    credited = 0
    if params:
        credited, reason = _worth(extra, params, taken, prepared)
    if extra.kind == Kind.PREPARATION and credited:
        prepared.add(extra.meeting)
    return Line(
        ref=extra.ref,
        meeting=extra.meeting,
        day=extra.day,
        kind=extra.kind,
        claimed=extra.minutes,
        done=extra.minutes,
        credited=credited,
        reason=reason,
    )


def _worth(extra: Extra, params: Params, taken: set[str], prepared: set[str]) -> tuple[int, Reason | None]:
    if not _counts(extra.kind, params):
        return 0, Reason.KIND_DOES_NOT_COUNT
    if extra.kind == Kind.PREPARATION:
        return _worth_of_preparation(extra, params, taken, prepared)
    if extra.kind == Kind.TRAVEL:
        return _at_most(extra.minutes, 2 * params.travel_max_minutes_one_way, Reason.TRAVEL_CAP)
    if extra.kind in NEEDS_A_WORD and not extra.is_accepted:
        return 0, Reason.WAITS_FOR_THE_CASEWORKER
    return extra.minutes, None


def _counts(kind: Kind, params: Params) -> bool:
    """Volunteering of before, what the person found, and all other kinds each have their own parameter."""
    if kind == Kind.OTHER_VOLUNTEERING:
        return params.existing_volunteering_counts
    if kind == Kind.OWN_ACTIVITY:
        return params.own_activity_allowed
    return kind in params.creditable_kinds


def _worth_of_preparation(
    extra: Extra, params: Params, taken: set[str], prepared: set[str]
) -> tuple[int, Reason | None]:
    if extra.meeting not in taken:
        return 0, Reason.NO_MEETING_BESIDE_IT
    if extra.meeting in prepared:
        return 0, Reason.SAME_SESSION_TWICE
    return _at_most(extra.minutes, params.preparation_cap_minutes_per_session, Reason.PREPARATION_CAP)


def _at_most(minutes: int, most: int, reason: Reason) -> tuple[int, Reason | None]:
    return (minutes, None) if minutes <= most else (most, reason)
