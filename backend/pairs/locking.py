"""A pair with its two people, locked in the one order: volunteer, newcomer, pair."""

from uuid import UUID

from backend.pairs.models import Pair
from backend.people.models import Account, Newcomer, Volunteer


def locked_pair(pair_id: UUID, by: Account | None) -> Pair:
    """The pair as it is now, for the rest of the transaction; None is for what happens by itself.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
    """
    known = (Pair.objects.visible_to(by) if by else Pair.objects.all()).get(pk=pair_id)
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=known.volunteer_id)
    newcomer = Newcomer.objects.select_for_update(no_key=True).get(pk=known.newcomer_id)
    pair: Pair = Pair.objects.select_for_update(no_key=True).get(pk=pair_id)
    pair.volunteer, pair.newcomer = volunteer, newcomer
    return pair
