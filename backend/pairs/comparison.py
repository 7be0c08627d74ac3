"""A round that is looked at, beside the last one that was published: what would be different for whom."""

from dataclasses import dataclass
from datetime import datetime

from backend.pairs.models import FoundPair, MatchingRound, Proposal


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many people get a proposal, and how many days these have waited together."""

    people: int
    waiting_days: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """A proposal that still waits for the coordinator, and what this round has instead; None: nobody."""

    proposal: Proposal
    instead: FoundPair | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What publishing this round would do.

    Attributes:
        now, before: the outcome of this round, and of the last one that was published; None without one.
        published_at: when that was.
        new: pairs of people whom the last published round brought together with nobody.
        changes: proposals of earlier rounds that would go, for another one or for none.
        same: how many proposals that still wait for the coordinator would stay as they are.
    """

    now: Outcome
    before: Outcome | None
    published_at: datetime | None
    new: list[FoundPair]
    changes: list[Change]
    same: int

    @property
    def more_people(self) -> int:
        """How many people more than before get a proposal; fewer is below zero."""
        return self.now.people - (self.before.people if self.before else 0)

    @property
    def fewer_people(self) -> int:
        """How many people fewer than before get one."""
        return -self.more_people


def compare(this: MatchingRound) -> Comparison:
    """Lay a solved round beside the last published one and the proposals that are open now."""
    last = MatchingRound.objects.published().exclude(pk=this.pk).defer("report").first()
    found = {pair.newcomer_id: pair for pair in this.found_pairs.all().for_list()}
    found_before = set(last.found_pairs.values_list("newcomer_id", flat=True)) if last else set()
    pending = Proposal.objects.filter(state=Proposal.State.PENDING).for_board()
    changes, same = [], 0
    for proposal in pending:
        pair = found.get(proposal.newcomer_id)
        if pair and pair.volunteer_id == proposal.volunteer_id:
            same += 1
        else:
            changes.append(Change(proposal=proposal, instead=pair))
    return Comparison(
        now=_outcome(this) or Outcome(people=0, waiting_days=0),
        before=_outcome(last) if last else None,
        published_at=last.decided_at if last else None,
        new=[pair for newcomer, pair in found.items() if newcomer not in found_before],
        changes=changes,
        same=same,
    )


def _outcome(of_round: MatchingRound) -> Outcome | None:
    """From its report, without reading the large rest of it; None for a round without one."""
    objectives = MatchingRound.objects.filter(pk=of_round.pk).values_list("report__objectives", flat=True).first()
    return Outcome(people=objectives["people"], waiting_days=objectives["waiting_days"]) if objectives else None
