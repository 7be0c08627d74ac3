"""The optimum equals what trying everything finds: who, the sum of scores, and which of equal assignments."""

from hypothesis import given, settings

import matching
from tests.matching.people import worlds
from tests.matching.reference import Reference


@settings(max_examples=3000, deadline=None)
@given(worlds(most=5))
def test_the_result_is_what_trying_everything_finds(world):
    result = matching.solve(**world)

    best_sum, best_seats = Reference(**world).best()
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == best_seats
    assert result.report["objectives"]["score"] == best_sum
