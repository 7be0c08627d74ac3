"""What the rules know about a person: values, no rows. Days are local days, minutes are integers."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from backend.obligations.policy import Policies

DAYS_A_WEEK = 7
FOREVER = date(9999, 12, 31)  # the last day of what has none


class Reason(StrEnum):
    """Why minutes count less, or are not asked. ``RULE_OF`` says on which rule each rests."""

    # why done minutes are not credited, or not in full
    OUTSIDE_PERIOD = "OUTSIDE_PERIOD"
    NOTHING_ASKED_BY_LAW = "NOTHING_ASKED_BY_LAW"
    SAME_SESSION_TWICE = "SAME_SESSION_TWICE"
    LONGER_THAN_THE_CLOCK = "LONGER_THAN_THE_CLOCK"
    WAITS_FOR_A_WORD = "WAITS_FOR_A_WORD"
    DISPUTED = "DISPUTED"
    REJECTED = "REJECTED"
    TAKEN_BACK = "TAKEN_BACK"
    CLAIMED_TOO_LATE = "CLAIMED_TOO_LATE"
    KIND_DOES_NOT_COUNT = "KIND_DOES_NOT_COUNT"
    PREPARATION_CAP = "PREPARATION_CAP"
    NO_MEETING_BESIDE_IT = "NO_MEETING_BESIDE_IT"
    TRAVEL_CAP = "TRAVEL_CAP"
    WAITS_FOR_THE_CASEWORKER = "WAITS_FOR_THE_CASEWORKER"
    OWN_ABSENCE = "OWN_ABSENCE"
    OWN_EXCUSE = "OWN_EXCUSE"
    OWN_ILLNESS = "OWN_ILLNESS"
    NOBODY_SAID_WHY = "NOBODY_SAID_WHY"
    OTHER_CALLED_OFF_IN_TIME = "OTHER_CALLED_OFF_IN_TIME"
    # why minutes that were not worked are credited
    OTHER_DID_NOT_COME = "OTHER_DID_NOT_COME"
    OTHER_WAS_ILL = "OTHER_WAS_ILL"
    OTHER_COULD_NOT_COME = "OTHER_COULD_NOT_COME"
    OTHER_CALLED_OFF = "OTHER_CALLED_OFF"
    HOUSE_CLOSED = "HOUSE_CLOSED"
    HOLIDAY = "HOLIDAY"
    CONFIRMED_BY_SILENCE = "CONFIRMED_BY_SILENCE"
    # why minutes are not asked
    EXEMPT = "EXEMPT"
    SUSPENDED = "SUSPENDED"
    FREE_WEEKS = "FREE_WEEKS"
    SEARCH_PERIOD = "SEARCH_PERIOD"
    NO_BUDDY = "NO_BUDDY"
    ROUNDING = "ROUNDING"


# The parameter of the ordinance, or the article, that a reason follows.
RULE_OF = {
    Reason.OUTSIDE_PERIOD: "Awb 3:46",
    Reason.NOTHING_ASKED_BY_LAW: "legal_bases_allowed",
    Reason.SAME_SESSION_TWICE: "one session once",
    Reason.LONGER_THAN_THE_CLOCK: "from start to end",
    Reason.WAITS_FOR_A_WORD: "confirmation_required",
    Reason.DISPUTED: "confirmation_required",
    Reason.REJECTED: "confirmation_required",
    Reason.TAKEN_BACK: "confirmation_required",
    Reason.CLAIMED_TOO_LATE: "claim_deadline_days",
    Reason.KIND_DOES_NOT_COUNT: "creditable_kinds",
    Reason.PREPARATION_CAP: "preparation_cap_minutes_per_session",
    Reason.NO_MEETING_BESIDE_IT: "preparation_cap_minutes_per_session",
    Reason.TRAVEL_CAP: "travel_max_minutes_one_way",
    Reason.WAITS_FOR_THE_CASEWORKER: "creditable_kinds",
    Reason.OWN_ABSENCE: "no_show_by_learner_credit",
    Reason.OWN_EXCUSE: "no_show_by_learner_credit",
    Reason.OWN_ILLNESS: "no_show_by_learner_credit",
    Reason.NOBODY_SAID_WHY: "no_show_by_learner_credit",
    Reason.OTHER_CALLED_OFF_IN_TIME: "late_cancellation_hours",
    Reason.OTHER_DID_NOT_COME: "no_show_by_learner_credit",
    Reason.OTHER_WAS_ILL: "no_show_by_learner_credit",
    Reason.OTHER_COULD_NOT_COME: "no_show_by_learner_credit",
    Reason.OTHER_CALLED_OFF: "late_cancellation_hours",
    Reason.HOUSE_CLOSED: "no_show_by_learner_credit",
    Reason.HOLIDAY: "no_show_by_learner_credit",
    Reason.CONFIRMED_BY_SILENCE: "auto_confirm_after_days",
    Reason.EXEMPT: "Pw 9.2",
    Reason.SUSPENDED: "Awb 3:46",
    Reason.FREE_WEEKS: "holiday_weeks_free",
    Reason.SEARCH_PERIOD: "search_period_weeks",
    Reason.NO_BUDDY: "search_period_weeks",
    Reason.ROUNDING: "rounding_minutes",
}

# Hours of these kinds count, or not, by a parameter of their own.
RULE_OF_KIND = {
    "OTHER_VOLUNTEERING": "existing_volunteering_counts",
    "OWN_ACTIVITY": "own_activity_allowed",
}

# Planned meetings that did not take place through no fault of the person: the planned time counts.
NOT_ONES_FAULT = frozenset(
    {
        Reason.OTHER_DID_NOT_COME,
        Reason.OTHER_WAS_ILL,
        Reason.OTHER_COULD_NOT_COME,
        Reason.OTHER_CALLED_OFF,
        Reason.HOUSE_CLOSED,
        Reason.HOLIDAY,
    }
)
OFF_FOR_EVERYBODY = frozenset({Reason.HOUSE_CLOSED, Reason.HOLIDAY})


class Kind(StrEnum):
    """What the minutes were spent on."""

    MEETING = "MEETING"
    GROUP_MEETING = "GROUP_MEETING"
    PREPARATION = "PREPARATION"
    TRAINING = "TRAINING"
    INTAKE = "INTAKE"
    TRAVEL = "TRAVEL"
    OTHER_VOLUNTEERING = "OTHER_VOLUNTEERING"
    OWN_ACTIVITY = "OWN_ACTIVITY"


class Word(StrEnum):
    """What became of a claim in the ledger."""

    CLAIMED = "CLAIMED"
    CONFIRMED = "CONFIRMED"
    CONFIRMED_BY_COORDINATOR = "CONFIRMED_BY_COORDINATOR"
    DISPUTED = "DISPUTED"
    REJECTED = "REJECTED"
    REVERSED = "REVERSED"


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """From the first up to and including the last day, so many minutes a week are asked."""

    starts_on: date
    ends_on: date
    minutes_per_week: int
    legal_basis: str = "PW_9_1_C"

    def holds_on(self, day: date) -> bool:
        """Whether it asks something on this day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, kw_only=True)
class Relief:
    """From the first up to and including the last day, ``share_pct`` of a hundred is not asked."""

    starts_on: date
    ends_on: date
    share_pct: int = 100
    reason: Reason = Reason.EXEMPT

    def holds_on(self, day: date) -> bool:
        """Whether less is asked on this day."""
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, kw_only=True)
class Claim:
    """Minutes at a meeting, as they stand in the ledger; ``clock_minutes`` lie between its start and its end."""

    ref: str
    meeting: str
    day: date
    minutes: int
    clock_minutes: int
    word: Word = Word.CONFIRMED
    kind: Kind = Kind.MEETING
    claimed_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Missed:
    """A planned meeting that did not take place, and why; ``hours_ahead`` of its start it was called off."""

    meeting: str
    day: date
    planned_minutes: int
    kind: Kind = Kind.MEETING
    why: Reason = Reason.OTHER_DID_NOT_COME
    hours_ahead: int | None = None


@dataclass(frozen=True, kw_only=True)
class Extra:
    """Minutes beside meetings: preparation, training and the like. ``is_accepted`` by a caseworker."""

    ref: str
    kind: Kind
    day: date
    minutes: int
    meeting: str = ""
    is_accepted: bool = False


@dataclass(frozen=True, kw_only=True)
class Span:
    """Days, both included."""

    starts_on: date
    ends_on: date

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.starts_on <= day <= self.ends_on

    def without(self, gaps: "Sequence[Span]") -> "list[Span]":
        """What is left of these days outside the gaps, which are in order and do not overlap."""
        left, first = [], self.starts_on
        for gap in gaps:
            if first < gap.starts_on <= self.ends_on:
                left.append(Span(starts_on=first, ends_on=gap.starts_on - timedelta(days=1)))
            first = max(first, gap.ends_on + timedelta(days=1))
        return [*left, Span(starts_on=first, ends_on=self.ends_on)] if first <= self.ends_on else left


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that the figures of one person follow from.

    Attributes:
        with_buddy: the days on which the person had somebody to meet; None when nobody keeps count.
        more_time_to_search: the days on which a time to search was over and a caseworker made it longer.
        away_since: the first day on which the person does not want to be matched; None when ready for it.
        as_of: the day on which the figures are made: what waited long enough by then is confirmed by silence.
    """

    policies: Policies
    as_of: date
    requirements: Sequence[Requirement] = ()
    reliefs: Sequence[Relief] = ()
    claims: Sequence[Claim] = ()
    missed: Sequence[Missed] = ()
    extras: Sequence[Extra] = ()
    with_buddy: Sequence[Span] | None = field(default=None)
    more_time_to_search: Sequence[date] = ()
    away_since: date | None = None

    def is_alike(self, first: date, last: date) -> bool:
        """Whether all these days are like the first: nothing begins or ends on them, but for a time to search."""
        return bisect_right(self._turns, first) == bisect_right(self._turns, last)

    @cached_property
    def _turns(self) -> list[date]:
        """The days that may be unlike the day before, in order."""
        spans: list[Requirement | Relief | Span] = [*self.requirements, *self.reliefs, *(self.with_buddy or ())]
        over = {each.ends_on + timedelta(days=1) for each in spans if each.ends_on < FOREVER}
        since = {self.away_since} if self.away_since else set()
        return sorted({each.starts_on for each in spans} | over | since | self.policies.turns)

    def requirement_on(self, day: date) -> Requirement | None:
        """What a decision asks on this day; periods never overlap."""
        return next((each for each in self.requirements if each.holds_on(day)), None)


def monday_of(day: date) -> date:
    """The Monday of the ISO week in which this day lies."""
    return day - timedelta(days=day.weekday())


def week_label(monday: date) -> str:
    """The ISO name, for example ``2026-W53``."""
    year, number, _ = monday.isocalendar()
    return f"{year}-W{number:02d}"
