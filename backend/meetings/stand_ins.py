"""Who volunteers in a pair on a day: the usual one, or who stands in."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from uuid import UUID

from backend.meetings.models import Substitution
from backend.pairs.models import Pair


class StandIns:
    """The substitutions of some pairs, read in one query."""

    def __init__(self, pair_ids: Collection[UUID]) -> None:
        self._of: defaultdict[UUID, list[Substitution]] = defaultdict(list)
        for each in Substitution.objects.filter(pair__in=pair_ids).select_related("volunteer"):
            self._of[each.pair_id].append(each)

    def account_on(self, pair: Pair, day: date) -> UUID:
        """The account of who volunteers then; ``pair`` comes with its volunteer."""
        standing = (each.volunteer.account_id for each in self._of[pair.pk] if each.covers(day))
        return next(standing, pair.volunteer.account_id)


def account_on(pair: Pair, day: date) -> UUID:
    """The same for one pair."""
    return StandIns([pair.pk]).account_on(pair, day)
