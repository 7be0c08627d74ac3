"""What holds on which day follows from the decisions alone, read in the order in which they were written. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

A_DAY = timedelta(days=1)


class Kind(StrEnum):
    """The kinds of decision, as ``ObligationDecision.Kind``."""

    IMPOSE = "IMPOSE"
    AMEND = "AMEND"
    SUSPEND = "SUSPEND"
    RESUME = "RESUME"
    EXEMPT = "EXEMPT"
    END = "END"
    WITHDRAW = "WITHDRAW"
    ANNUL_AFTER_OBJECTION = "ANNUL_AFTER_OBJECTION"


UNDOES = frozenset({Kind.WITHDRAW, Kind.ANNUL_AFTER_OBJECTION})


class PeriodsOverlap(Exception):
    """In a part of this period another decision already asks minutes."""


class NothingHoldsThen(Exception):
    """There is no duty, or no suspension, on this day to change."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """A decision as far as days go; both days are included, and no last day is for good."""

    id: UUID
    kind: Kind
    starts_on: date
    ends_on: date | None = None
    minutes_per_week: int | None = None
    ground: str = ""
    share_pct: int = 100
    review_on: date | None = None
    undoes: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Held:
    """A stretch of days that follows from a decision: minutes are asked, or a share is not."""

    decision: UUID
    starts_on: date
    ends_on: date | None
    minutes_per_week: int = 0
    ground: str = ""
    share_pct: int = 0
    review_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether this is one of its days."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def meets(self, other: "Held") -> bool:
        """Whether the two have a day in common."""
        return (self.ends_on is None or other.starts_on <= self.ends_on) and (
            other.ends_on is None or self.starts_on <= other.ends_on
        )


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What is asked, and what is not, by first day."""

    periods: Sequence[Held] = ()
    exemptions: Sequence[Held] = ()


def of(decisions: Iterable[Written]) -> Timeline:
    """Read the decisions in order; one that was withdrawn or annulled was never there.

    What changed such a decision falls with it. Only of the last one it matters that there is something to change.

    Raises:
        PeriodsOverlap: two decisions ask minutes on one day.
        NothingHoldsThen: a change, or an end of a suspension, of nothing.
    """
    given = list(decisions)
    undone = {each.undoes for each in given if each.kind in UNDOES}
    seen = Timeline()
    for each in given:
        if each.kind in UNDOES or each.id in undone:
            continue
        try:
            seen = _DEEDS[each.kind](seen, each)
        except NothingHoldsThen:
            if each is given[-1]:
                raise
    by_day = sorted(seen.periods, key=lambda held: held.starts_on)
    return Timeline(
        periods=by_day, exemptions=sorted(seen.exemptions, key=lambda held: (held.starts_on, held.ground))
    )


def _impose(seen: Timeline, said: Written) -> Timeline:
    new = Held(
        decision=said.id,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        minutes_per_week=said.minutes_per_week or 0,
    )
    if any(new.meets(each) for each in seen.periods):
        raise PeriodsOverlap
    return replace(seen, periods=[*seen.periods, new])


def _amend(seen: Timeline, said: Written) -> Timeline:
    """Other minutes from a day on, up to its own last day; what the first decision asked before stays."""
    held = next((each for each in seen.periods if each.holds_on(said.starts_on)), None)
    if held is None:
        raise NothingHoldsThen
    others = [each for each in seen.periods if each is not held]
    before = replace(held, ends_on=said.starts_on - A_DAY)
    if before.starts_on <= said.starts_on - A_DAY:
        others.append(before)
    return _impose(replace(seen, periods=others), replace(said, ends_on=said.ends_on or held.ends_on))


def _end(seen: Timeline, said: Written) -> Timeline:
    last = said.starts_on
    return Timeline(periods=_cut(seen.periods, last), exemptions=_cut(seen.exemptions, last))


def _cut(held: Sequence[Held], last: date) -> list[Held]:
    begun = [each for each in held if each.starts_on <= last]
    return [replace(each, ends_on=last) if each.ends_on is None or each.ends_on > last else each for each in begun]


def _exempt(seen: Timeline, said: Written) -> Timeline:
    new = Held(
        decision=said.id,
        starts_on=said.starts_on,
        ends_on=said.ends_on,
        ground=said.ground or "SUSPENDED",
        share_pct=said.share_pct,
        review_on=said.review_on,
    )
    return replace(seen, exemptions=[*seen.exemptions, new])


def _resume(seen: Timeline, said: Written) -> Timeline:
    """The duty holds again from this day on; a suspension that began on it was none."""
    held = next((e for e in seen.exemptions if e.ground == "SUSPENDED" and e.holds_on(said.starts_on)), None)
    if held is None:
        raise NothingHoldsThen
    others = [each for each in seen.exemptions if each is not held]
    if held.starts_on < said.starts_on:
        others.append(replace(held, ends_on=said.starts_on - A_DAY))
    return replace(seen, exemptions=others)


_DEEDS: dict[Kind, Callable[[Timeline, Written], Timeline]] = {
    Kind.IMPOSE: _impose,
    Kind.AMEND: _amend,
    Kind.SUSPEND: _exempt,
    Kind.RESUME: _resume,
    Kind.EXEMPT: _exempt,
    Kind.END: _end,
}
