"""What the plain route looks at first: nothing allowed is lost, and what it decides it decides as the rules do."""

import numpy as np
import pytest
from hypothesis import given, settings

from matching import feasibility, near, problem
from tests.matching.people import newcomer, volunteer, worlds


def problem_of(world):
    return problem.make(world["newcomers"], world["volunteers"], world["blocked"])


def found(whole):
    """The pairs that are left of all newcomers with all volunteers."""
    everybody = np.arange(len(whole.newcomers)), np.arange(len(whole.volunteers))
    return {pair for n, v in near.pairs(whole, *everybody) for pair in zip(n.tolist(), v.tolist(), strict=True)}


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_gender_level_and_place_are_decided_as_the_rules_do_and_nobody_with_time_is_lost(world):
    whole = problem_of(world)
    n, v = (ends.ravel() for ends in np.indices((len(whole.newcomers), len(whole.volunteers))))
    rules = (feasibility.wishes_are_met, feasibility.level_is_enough, feasibility.have_a_place)
    holds = np.logical_and.reduce([rule(whole, n, v) for rule in rules])
    has_time = feasibility.have_time(whole, n, v)

    left = found(whole)

    assert left <= set(zip(n[holds].tolist(), v[holds].tolist(), strict=True))
    assert left >= set(zip(n[holds & has_time].tolist(), v[holds & has_time].tolist(), strict=True))


@pytest.mark.parametrize("far", [30_000, 32_767, 32_768, 46_340, 46_341, 50_000])
@pytest.mark.parametrize("more", [0, 1])
def test_the_distance_is_exact_where_numbers_become_longer(far, more):
    """Squares of more than 32,767 metres to two sides do not fit in 32 bits."""
    helper = volunteer(x=far + more, y=0, max_distance_m=50_000)
    world = {"newcomers": [newcomer(x=0, y=0, max_distance_m=far)], "volunteers": [helper], "blocked": []}

    assert found(problem_of(world)) == ({(0, 0)} if more == 0 else set())


def test_who_lives_in_the_far_corner_of_a_large_town_is_held_against_the_reach():
    """The greatest distance that is still told in 32 bits, and the greatest reach."""
    world = {
        "newcomers": [newcomer(x=0, y=0, max_distance_m=50_000)],
        "volunteers": [volunteer(x=32_767, y=32_767, max_distance_m=50_000)],
        "blocked": [],
    }

    assert found(problem_of(world)) == {(0, 0)}
