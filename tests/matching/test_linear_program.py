"""On towns too large to try everything, a linear program finds as many people and the same greatest sum (HiGHS)."""

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csr_array

import matching
from matching import generate
from tests.matching.reference import Reference, parts


def town(seed, newcomers, volunteers):
    people = generate.population(newcomers=newcomers, volunteers=volunteers, municipalities=2, seed=seed)
    return {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}


def reference_of(world):
    return Reference(**world, day=generate.DAY, options=matching.Options())


def program(world):
    """Each allowed pair (newcomer id, volunteer id) with its score, counted by the slow reference."""
    waiting = {person.id: person for person in world["newcomers"]}
    allowed = reference_of(world).allowed
    return {(one, v.id): sum(parts(waiting[one], v).values()) for one, helping in allowed.items() for v in helping}


def sums(keys):
    """One row for each key, which adds up the pairs that have it."""
    known = list(dict.fromkeys(keys))
    row = [known.index(key) for key in keys]
    return known, csr_array((np.ones(len(keys)), (row, range(len(keys)))), shape=(len(known), len(keys)))


def greatest(values, pairs, *, capacity, exactly=None):
    """The greatest sum of values over the pairs; everybody of ``exactly`` is seated once, others at most once."""
    people, per_newcomer = sums([one for one, _other in pairs])
    helpers, per_volunteer = sums([other for _one, other in pairs])
    least = [float(exactly is not None and one in exactly) for one in people]
    most = [float(exactly is None or one in exactly) for one in people]
    found = linprog(
        -np.array(values, dtype=float),
        A_ub=np.vstack([per_newcomer.toarray(), -per_newcomer.toarray(), per_volunteer.toarray()]),
        b_ub=[*most, *(-one for one in least), *(capacity[one] for one in helpers)],
        bounds=(0, 1),
        method="highs",
    )
    assert found.status == 0
    return round(-found.fun)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(("newcomers", "volunteers"), [(60, 20), (120, 70)])
def test_a_linear_program_seats_as_many_and_scores_as_much(seed, newcomers, volunteers):
    world = town(seed, newcomers, volunteers)
    scores = program(world)
    capacity = {person.id: person.capacity for person in world["volunteers"]}

    result = matching.solve(**world, day=generate.DAY)

    matched = {pair.newcomer for pair in result.pairs}
    assert len(matched) == greatest([1] * len(scores), list(scores), capacity=capacity)
    best = greatest(list(scores.values()), list(scores), capacity=capacity, exactly=matched)
    assert result.report["objectives"]["score"] == best
    assert sum(scores[pair.newcomer, pair.volunteer] for pair in result.pairs) == best
