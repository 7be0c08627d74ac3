"""Proposals on their way: offered to both, and answered."""

from datetime import timedelta

from backend.pairs import proposals
from backend.pairs.models import Pair
from tests import make

DAY = timedelta(days=1)


def offered(**about):
    """A proposal that a coordinator approved at noon."""
    proposal = make.proposal(**about)
    return proposals.approve(proposal_id=proposal.pk, by=make.account(), now=make.NOON)


def accept(proposal, person, now=make.NOON):
    """This newcomer or volunteer says yes."""
    return proposals.accept(proposal_id=proposal.pk, by=person.account, now=now)


def decline(proposal, person, now=make.NOON):
    """This newcomer or volunteer says no."""
    return proposals.decline(proposal_id=proposal.pk, by=person.account, reason="TIMES", now=now)


def paired(**about):
    """The pair of a proposal to which both said yes."""
    proposal = offered(**about)
    accept(proposal, proposal.newcomer)
    accept(proposal, proposal.volunteer)
    return Pair.objects.get(proposal=proposal)
