"""Choosing by hand: the volunteers who fit one newcomer, the best first, whoever else waits."""

from backend.pairs import problem
from backend.pairs.models import FoundPair
from backend.pairs.solving import facts_of
from backend.people.models import Newcomer, Volunteer
from matching import problem as engine_problem
from matching import solution

SHOWN = 20


def best_for(newcomer: Newcomer, *, even_if_paired: bool = False) -> list[FoundPair]:
    """What a round could say of this newcomer with each; not saved. Empty for somebody who does not wait now,
    unless another volunteer is to take over.

    Raises:
        UnusableRow: a fact about somebody is outside its range.
    """
    those = Newcomer.objects.taking_part() if even_if_paired else problem.waiting()
    pool = problem.of_some(those.filter(pk=newcomer.pk))
    whole = engine_problem.make(pool.newcomers, pool.volunteers, pool.blocked)
    best = solution.top(whole, 0, SHOWN) if len(whole.newcomers) else []
    people = Volunteer.objects.select_related("account", "neighbourhood").in_bulk([pair.volunteer for pair in best])
    volunteers = {str(pk): volunteer for pk, volunteer in people.items()}
    return [
        FoundPair(
            municipality_id=newcomer.municipality_id,
            newcomer=newcomer,
            volunteer=volunteers[pair.volunteer],
            **facts_of(pair),
        )
        for pair in best
    ]
