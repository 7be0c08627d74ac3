"""The laws at the end of docs/matching.md, for any small world."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

import matching
from tests.matching.people import volunteers, worlds

many = settings(max_examples=120, deadline=None)


def matched(world):
    return {pair.newcomer for pair in matching.solve(**world).pairs}


def without_speed(result):
    measured = ("seconds", "peak_memory_bytes")
    return result.pairs, result.unmatched, {k: v for k, v in result.report.items() if k not in measured}


def with_one_changed(world, newcomer, changed):
    others = [changed if person.id == newcomer.id else person for person in world["newcomers"]]
    return world | {"newcomers": others}


@many
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(world, random):
    shuffled = {name: list(rows) for name, rows in world.items() if name in ("newcomers", "volunteers", "blocked")}
    for rows in shuffled.values():
        random.shuffle(rows)

    assert without_speed(matching.solve(**world)) == without_speed(matching.solve(**(world | shuffled)))


@many
@given(worlds(), st.randoms(use_true_random=False))
def test_other_ids_change_only_who_wins_a_tie(world, random):
    waits = [
        replace(person, waiting_since=person.waiting_since - timedelta(days=10 * place))
        for place, person in enumerate(world["newcomers"])
    ]
    world |= {"newcomers": waits, "blocked": []}
    ids = [person.id for person in (*waits, *world["volunteers"])]
    renamed = dict(zip(ids, random.sample(ids, len(ids)), strict=True))
    others = {
        side: [replace(person, id=renamed[person.id]) for person in world[side]]
        for side in ("newcomers", "volunteers")
    }

    before, after = matching.solve(**world), matching.solve(**(world | others))
    assert {renamed[pair.newcomer] for pair in before.pairs} == {pair.newcomer for pair in after.pairs}
    assert before.report["objectives"] == after.report["objectives"]


@many
@given(worlds(), volunteers)
def test_one_more_volunteer_costs_nobody_the_match(world, volunteer):
    more = world | {"volunteers": [*world["volunteers"], volunteer]}

    assert matched(world) <= matched(more)


@many
@given(worlds().filter(lambda world: world["newcomers"]), st.data(), st.integers(1, 5))
def test_who_waits_longer_never_loses_the_match_by_it(world, data, days):
    newcomer = data.draw(st.sampled_from(world["newcomers"]))
    longer = replace(newcomer, waiting_since=newcomer.waiting_since - timedelta(days=days))

    if newcomer.id in matched(world):
        assert newcomer.id in matched(with_one_changed(world, newcomer, longer))


@many
@given(worlds().filter(lambda world: any(p.availability for p in world["newcomers"])), st.data())
def test_being_free_less_often_never_gains_a_match(world, data):
    newcomer = data.draw(st.sampled_from([p for p in world["newcomers"] if p.availability]))
    dropped = data.draw(st.sampled_from(newcomer.availability))
    narrower = replace(newcomer, availability=tuple(w for w in newcomer.availability if w != dropped))

    if newcomer.id not in matched(world):
        assert newcomer.id not in matched(with_one_changed(world, newcomer, narrower))


@many
@given(worlds().filter(lambda world: world["newcomers"]), st.data(), st.integers(0, 2500))
def test_travelling_less_far_never_gains_a_match(world, data, metres):
    newcomer = data.draw(st.sampled_from(world["newcomers"]))
    nearer = replace(newcomer, max_distance_m=min(metres, newcomer.max_distance_m))

    if newcomer.id not in matched(world):
        assert newcomer.id not in matched(with_one_changed(world, newcomer, nearer))


@many
@given(worlds())
def test_nobody_is_passed_over_for_someone_behind_them(world):
    """Without those behind, the same people are passed over: nobody behind took a place that they could have had."""
    result = matching.solve(**world)
    waiting = sorted(world["newcomers"], key=lambda p: (p.waiting_since, p.id))

    for row in result.unmatched:
        place = next(at for at, person in enumerate(waiting) if person.id == row.newcomer)
        assert row.newcomer not in matched(world | {"newcomers": waiting[: place + 1]})


def test_nothing_tells_the_engine_who_is_under_an_obligation():
    told = set(matching.Newcomer.__dataclass_fields__) | set(matching.Volunteer.__dataclass_fields__)

    assert told == {
        *("id", "municipality", "x", "y", "languages", "dutch_level", "min_level", "availability", "max_distance_m"),
        *("online", "gender", "buddy_gender", "session_minutes", "interests", "goals", "waiting_since", "capacity"),
    }
