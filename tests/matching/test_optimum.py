"""The optimum equals what trying everything finds: who, the sum of scores, and which of equal assignments."""

from dataclasses import replace

from hypothesis import given, settings

import matching
from matching.options import Weights
from matching.score import PARTS
from tests.matching.people import randoms, worlds
from tests.matching.reference import Reference, parts, rules, slot


@settings(max_examples=1000, deadline=None)
@given(worlds(most=5))
def test_the_result_is_what_trying_everything_finds(world):
    result = matching.solve(**world)

    best_sum, best_seats = Reference(**world).best()
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == best_seats
    assert result.report["objectives"]["score"] == best_sum


def decided(world, random):
    """The same world with weights of its own, and some allowed pairs that a coordinator decided."""
    weights = Weights(**{name: random.choice([0, 1, 7, 30, 100]) for name in PARTS})
    options, places = replace(world["options"], weights=weights), {v.id: v.capacity for v in world["volunteers"]}
    pinned = {}
    for newcomer, helping in Reference(**world).allowed.items():
        free = [v.id for v in helping if places[v.id]]
        if free and random.random() < 0.25:
            pinned[newcomer] = random.choice(free)
            places[pinned[newcomer]] -= 1
    return world | {"options": replace(options, pinned=tuple(pinned.items()))}


@settings(max_examples=1000, deadline=None)
@given(worlds(most=5), randoms)
def test_with_weights_and_pinned_pairs_too_it_is_what_trying_everything_finds(world, random):
    world = decided(world, random)

    result = matching.solve(**world)

    best_sum, best_seats = Reference(**world).best()
    pinned = dict(world["options"].pinned)
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == best_seats | pinned
    assert sum(pair.score for pair in result.pairs if pair.newcomer not in pinned) == best_sum


@settings(max_examples=150, deadline=None)
@given(worlds(), randoms)
def test_numbers_follow_the_weights_and_the_slot_begins_with_the_longest_window(world, random):
    world = decided(world, random)
    waiting = {person.id: person for person in world["newcomers"]}
    helping = {person.id: person for person in world["volunteers"]}

    for pair in matching.solve(**world).pairs:
        one, other = waiting[pair.newcomer], helping[pair.volunteer]
        assert pair.parts == parts(one, other, world["options"].weights)
        assert (pair.weekday, pair.starts_minute) == slot(one, other)
        assert pair.minutes == one.session_minutes


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
