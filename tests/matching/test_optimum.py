"""The optimum equals what trying everything finds: who, the sum of scores, and which of equal assignments."""

from hypothesis import given, settings

import matching
from tests.matching.people import worlds
from tests.matching.reference import Reference, parts, rules


@settings(max_examples=1000, deadline=None)
@given(worlds(most=5))
def test_the_result_is_what_trying_everything_finds(world):
    result = matching.solve(**world)

    best_sum, best_seats = Reference(**world).best()
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == best_seats
    assert result.report["objectives"]["score"] == best_sum


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_every_pair_is_allowed_and_scored_as_the_definition_says(world):
    waiting = {person.id: person for person in world["newcomers"]}
    helping = {person.id: person for person in world["volunteers"]}

    for pair in matching.solve(**world).pairs:
        one, other = waiting[pair.newcomer], helping[pair.volunteer]
        assert all(rules(one, other, world["blocked"], world["options"]).values())
        assert pair.parts == parts(one, other)
        assert pair.score == sum(pair.parts.values())


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_everybody_has_a_pair_or_a_reason_and_no_volunteer_more_than_the_places(world):
    result = matching.solve(**world)

    named = [row.newcomer for row in (*result.pairs, *result.unmatched)]
    assert sorted(named) == sorted(person.id for person in world["newcomers"])
    taken = [pair.volunteer for pair in result.pairs]
    assert all(taken.count(person.id) <= person.capacity for person in world["volunteers"])


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_a_reason_counts_the_volunteers_who_remain(world):
    reference = Reference(**world)
    people = {person.id: person for person in reference.waiting}

    for row in matching.solve(**world).unmatched:
        if row.reason == "no_candidate":
            table = [rules(people[row.newcomer], v, world["blocked"], world["options"]) for v in reference.helping]
            remain, counts = table, {"volunteers": len(table)}
            for name in list(row.detail)[1:]:
                remain = [held for held in remain if held[name]]
                counts[name] = len(remain)
            assert row.detail == counts
        elif row.reason == "outranked":
            allowed = reference.allowed[row.newcomer]
            assert row.detail == {"allowed": len(allowed), "places": sum(v.capacity for v in allowed)}
        else:
            assert row.newcomer not in people
