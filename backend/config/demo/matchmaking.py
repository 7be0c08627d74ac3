"""Rounds in the past of a demo, what the coordinator decided, and what the two who were asked answered."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from backend.config.demo.arrivals import THE_CANDIDATE, THE_NEWCOMER
from backend.config.demo.together import Company
from backend.config.demo.town import CULEMBORG
from backend.config.demo.world import World
from backend.pairs import proposals, rounds
from backend.pairs.models import Pair, Proposal
from backend.people.models import Account
from backend.places.clock import local_today

DeclineReason = Proposal.DeclineReason

AT_NIGHT, IN_THE_MORNING, AT_NOON = 2 * 60 + 5, 9 * 60 + 30, 12 * 60
DECIDED_IN_A_MORNING = 150  # one a minute
MINUTES_OF_AN_AFTERNOON = 480
NIGHTS_BY_NIGHT = 4  # the last nights have a round each, as in reality; before, one a week keeps a demo quick
OPEN_MORNINGS = 2  # what the last rounds proposed still waits for the coordinator

# of a hundred proposals, and of a hundred people who are asked
REJECTED, LEFT_FOR_LATER = 5, 8
SAYS_YES, SAYS_NO = {"volunteer": 87, "newcomer": 89}, 6
REASONS_TO_REJECT = (
    "Ze kennen elkaar al van een ander project.",
    "Eerst een gesprek met de vrijwilliger.",
    "De reistijd is te lang met een klein kind.",
)
REASONS_TO_DECLINE = {
    DeclineReason.TIMES: 50,
    DeclineReason.NOT_NOW: 20,
    DeclineReason.TOO_FAR: 15,
    DeclineReason.OTHER_BUDDY: 10,
    DeclineReason.PREFER_NOT_TO_SAY: 5,
}


class Matchmaking:
    """The rounds of the past and what came of them."""

    def __init__(self, world: World, company: Company) -> None:
        self.world = world
        self.company = company

    def plan(self) -> None:
        """A round on every Monday and on each of the last nights; unanswered proposals expire by night."""
        day = self.world.first_day
        while day <= self.world.today:
            if day.weekday() == 0 or (self.world.today - day).days < NIGHTS_BY_NIGHT:
                self.world.story.at(day, AT_NIGHT, self._round)
            self.world.story.at(day, AT_NIGHT + 60, self._expire)
            day += timedelta(days=1)

    def _round(self, now: datetime) -> None:
        rounds.run(town=CULEMBORG, now=now, request_id=self.world.request("round", now))
        today = local_today(now)
        pending = Proposal.objects.filter(state=Proposal.State.PENDING)
        waiting = {self.world.key_of(proposal): proposal.pk for proposal in pending}
        in_order = sorted(waiting, key=lambda key: (not _is_fixed(key), key))
        for minute, key in enumerate(in_order[:DECIDED_IN_A_MORNING], start=IN_THE_MORNING):
            if THE_CANDIDATE in key or (self.world.today - today).days >= OPEN_MORNINGS:
                self.world.story.at(today, minute, partial(self._decide, waiting[key], key))

    def _expire(self, now: datetime) -> None:
        proposals.expire_due(now=now)

    def _decide(self, proposal_id: UUID, key: str, now: datetime) -> None:
        chance = self.world.dice("decision", key, now.date())
        by = self.world.staff.coordinator
        kind = 100 if _is_fixed(key) else chance.randrange(100)
        if kind < REJECTED:
            reason = chance.choice(REASONS_TO_REJECT)
            proposals.reject(proposal_id=proposal_id, by=by, reason=reason, now=now)
        elif kind >= REJECTED + LEFT_FOR_LATER:
            approved = proposals.approve(proposal_id=proposal_id, by=by, now=now)
            if THE_CANDIDATE not in key:
                self._plan_answers(approved, key, local_today(now))

    def _plan_answers(self, proposal: Proposal, key: str, asked_on: date) -> None:
        sides = {"volunteer": proposal.volunteer.account, "newcomer": proposal.newcomer.account}
        for side, who in sides.items():
            chance = self.world.dice("answer of the", side, "about", key)
            day = asked_on + timedelta(days=chance.choices((1, 2, 3, 4), (5, 3, 2, 1))[0])
            minute = chance.randrange(AT_NOON, AT_NOON + MINUTES_OF_AN_AFTERNOON)
            kind = 0 if _is_fixed(key) else chance.randrange(100)
            if kind < SAYS_YES[side]:
                self.world.story.at(day, minute, partial(self._accept, proposal.pk, who))
            elif kind < SAYS_YES[side] + SAYS_NO:  # the others never answer
                reason = chance.choices(list(REASONS_TO_DECLINE), list(REASONS_TO_DECLINE.values()))[0]
                self.world.story.at(day, minute, partial(self._decline, proposal.pk, who, reason))

    def _decline(self, proposal_id: UUID, who: Account, reason: DeclineReason, now: datetime) -> None:
        with suppress(proposals.ProposalClosed):  # the other one was first
            proposals.decline(proposal_id=proposal_id, by=who, reason=reason, now=now)

    def _accept(self, proposal_id: UUID, who: Account, now: datetime) -> None:
        with suppress(proposals.ProposalClosed):  # the other one was first, with a no
            accepted = proposals.accept(proposal_id=proposal_id, by=who, now=now)
            if accepted.state == Proposal.State.ACCEPTED:
                self.company.begin(Pair.objects.select_related("volunteer").get(proposal=proposal_id), now=now)


def _is_fixed(key: str) -> bool:
    return THE_NEWCOMER in key or THE_CANDIDATE in key
