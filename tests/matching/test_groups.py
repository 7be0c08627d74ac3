"""Language tables in the optimum, against trying everything, and each rule on its own."""

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings

import matching
from matching import BadProblem, Groups, Options, group_reasons, group_seats, problem, rounds
from matching.compiled import COMPILED
from matching.routes import PLAIN
from matching.stopwatch import Stopwatch
from tests.matching.people import DAY, newcomer, volunteer
from tests.matching.tables import WithTables, table, worlds


def solve(waiting, tables, *, helping=(), tongues=None, unwilling=(), blocked=(), **options):
    willing = frozenset(n.id for n in waiting) - frozenset(unwilling)
    groups = Groups(tables=tables, willing=willing, mother_tongue=tongues or {})
    return matching.solve(waiting, helping, blocked, day=DAY, options=Options(groups=groups, **options))


def seated(result):
    return {pair.newcomer: pair.volunteer for pair in result.pairs if pair.mode == "table"}


@settings(max_examples=150, deadline=None)
@given(worlds(5))
def test_the_result_is_the_one_that_trying_everything_finds(world):
    result, tried = matching.solve(**world), WithTables(**world)

    score, seats = tried.best()
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == seats
    assert result.report["objectives"]["score"] == score


@pytest.mark.parametrize("seats", range(4))
@pytest.mark.parametrize("most", range(3))
def test_every_mix_of_mother_tongues_at_a_small_table(seats, most):
    """Four who wait, in every mix of two tongues and none told: exactly who may sit together sits together."""
    for mix in product(["ara", "tir", ""], repeat=4):
        waiting = [newcomer(f"n{place}") for place in range(4)]
        tongues = {f"n{place}": tongue for place, tongue in enumerate(mix) if tongue}
        at = table(seats=seats, most_per_language=most, languages=frozenset({"ara"}))

        expected, held = [], Counter()
        for place, tongue in enumerate(mix):  # everybody fits alike: the queue alone decides
            if len(expected) < seats and (not most or not tongue or held[tongue] < most):
                expected.append(f"n{place}")
                held[tongue] += 1
        assert list(seated(solve(waiting, [at], tongues=tongues))) == expected, mix


@settings(max_examples=150, deadline=None)
@given(worlds(7))
def test_both_routes_give_the_same(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    plain, compiled = (
        group_seats.optimum(whole, world["options"].groups, world["blocked"], Stopwatch(), route=route)
        for route in (PLAIN, COMPILED)
    )

    for name in ("price", "filler_gain", "is_closed", "last_ahead", "component_pairs"):
        assert np.array_equal(getattr(plain, name), getattr(compiled, name)), name
    assert np.array_equal(plain.chosen.seat, compiled.chosen.seat)
    assert np.array_equal(plain.chosen.gain, compiled.chosen.gain)


@settings(max_examples=100, deadline=None)
@given(worlds(7))
def test_without_a_table_nothing_is_otherwise(world):
    without = world | {"options": replace(world["options"], groups=None)}
    nothing = world | {"options": replace(world["options"], groups=Groups(tables=()))}

    one, other = matching.solve(**without), matching.solve(**nothing)
    assert one.pairs == other.pairs
    assert one.report["objectives"] == other.report["objectives"]
    assert one.report["certificate"]["who"] == other.report["certificate"]["who"]


@settings(max_examples=100, deadline=None)
@given(worlds(6))
def test_every_smallest_change_gives_a_match_when_everything_is_solved_again(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    row_of = {one: row for row, one in enumerate(whole.newcomers.ids)}

    for row in matching.solve(**world).unmatched:
        if row.smallest_change:
            change = group_reasons.Change(**row.smallest_change)
            assert rounds.is_matched_after(whole, world["blocked"], row_of[row.newcomer], change), row


@settings(max_examples=100, deadline=None)
@given(worlds(6))
def test_nobody_is_told_less_than_one_change_that_a_table_asks(world):
    """Being willing is proposed, or something smaller, whenever it gives a match."""
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    row_of = {one: row for row, one in enumerate(whole.newcomers.ids)}
    join = group_reasons.Change(kind="table", asks_minutes=group_reasons.TABLE_ASKS_MINUTES)

    for row in matching.solve(**world).unmatched:
        place = row_of.get(row.newcomer)
        if place is not None and rounds.is_matched_after(whole, world["blocked"], place, join):
            assert row.smallest_change["asks_minutes"] <= join.asks_minutes, row


def test_more_pairs_than_can_be_listed_are_refused(monkeypatch):
    monkeypatch.setattr(group_seats, "MOST_PAIRS", 0)

    with pytest.raises(BadProblem, match="at most 0 can be listed"):
        solve([newcomer("n1")], [table()], helping=[volunteer("v1")], online_across=True)


@pytest.mark.parametrize(
    ("about", "pins", "why"),
    [
        ({"max_level": "A0"}, ["n1"], "the rule 'table_level' does not hold"),
        ({"seats": 1}, ["n1", "n2"], "the table has no free seat for it"),
        ({"most_per_language": 1, "seated": ("tir",)}, ["n1"], "no place for one more with this mother tongue"),
    ],
)
def test_a_pin_that_breaks_a_rule_of_a_table_is_refused(about, pins, why):
    waiting, tongues = [newcomer("n1"), newcomer("n2")], dict.fromkeys(("n1", "n2"), "tir")

    with pytest.raises(BadProblem, match=why):
        solve(waiting, [table(**about)], tongues=tongues, pinned=tuple((one, "t1") for one in pins))


def test_a_pinned_seat_goes_before_who_waited_longer():
    result = solve([newcomer("n1"), newcomer("n2")], [table(seats=1)], pinned=(("n2", "t1"),))

    assert seated(result) == {"n2": "t1"}
    assert [row.newcomer for row in result.unmatched] == ["n1"]
    assert (result.report["counts"]["pinned"], result.report["counts"]["seated"]) == (1, 1)
