"""Another volunteer takes over a pair: both are asked, and with two yeses the old pair ends where the new one begins.

The newcomer keeps the place in the queue. Hours stay with who made them, and what coordinators and the old
volunteer wrote stays unseen by the new one.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.pairs import choosing, life, proposals
from backend.pairs.locking import locked_pair
from backend.pairs.models import FoundPair, Pair, Proposal
from backend.people.models import Account, Coordinator, Volunteer
from backend.privacy import audit


class DoesNotFit(Exception):
    """This volunteer does not fit, or has no place free."""


class AnotherProposalIsOpen(Exception):
    """This newcomer is being asked about somebody already."""


def candidates(pair: Pair) -> list[FoundPair]:
    """Who could take over, the best first; never who has the pair now.

    Raises:
        UnusableRow: a fact about somebody is outside its range.
    """
    return [
        each for each in choosing.best_for(pair.newcomer, even_if_paired=True) if each.volunteer != pair.volunteer
    ]


@transaction.atomic
def propose(*, pair_id: UUID, volunteer_id: UUID, with_joint_meeting: bool, by: Account, now: datetime) -> Proposal:
    """Ask the newcomer and this volunteer. Twice is harmless.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        PairEndedOtherwise: the pair has ended.
        AnotherProposalIsOpen: the newcomer is being asked about somebody else.
        DoesNotFit, NoPlaceLeft: not this volunteer.
        UnusableRow: a fact about somebody is outside its range.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk=volunteer_id))
    pair = locked_pair(pair_id, by)
    if not pair.is_current:
        raise life.PairEndedOtherwise
    if known := Proposal.objects.open().filter(newcomer=pair.newcomer).first():
        if (known.volunteer_id, known.takes_over_from_id) != (volunteer_id, pair.pk):
            raise AnotherProposalIsOpen
        return known
    found = next((each for each in candidates(pair) if each.volunteer_id == volunteer_id), None)
    if found is None:
        raise DoesNotFit
    made = Proposal.objects.create(
        municipality_id=pair.municipality_id,
        newcomer=pair.newcomer,
        volunteer=found.volunteer,
        takes_over_from=pair,
        with_joint_meeting=with_joint_meeting,
        made_at=now,
        **found.facts,
    )
    audit.note(deed="handover proposed", about=pair, town=pair.municipality_id, by=by.pk, now=now)
    return proposals.approve(proposal_id=made.pk, by=by, now=now)
