"""The compiled route and the plain one give the same, bit for bit, on one thread and on two."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Options, feasibility, generate, graphs, problem, routes, solution
from matching.compiled import COMPILED, circles, starts
from matching.compiled.columns import CELL_M
from matching.routes import PLAIN
from matching.stopwatch import Stopwatch
from tests.matching.people import newcomer, volunteer, worlds


def arrows(nodes):
    return st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1))


def arrays(solved, route):
    """Everything that a round decides, but for the seats of ``kept``, which say nothing."""
    whole, rows = solved.problem, solved.unmatched
    return {
        "remaining": route.remaining(whole, np.array(rows, dtype=np.int64)),
        "top": [route.top(whole)(row, 3).tolist() for row in range(min(40, len(whole.newcomers)))],
        "changes": list(route.changes(whole, solved.edges, solved.kept, solved.chosen, rows)),
        "volunteers of each": solved.edges.some(np.arange(len(whole.newcomers))).volunteer,
        "how many of each": solved.edges.counts,
        "kept": solved.kept.seat != -1,
        "closed": solved.kept.is_closed,
        "last ahead": solved.kept.last_ahead,
        "seats": solved.chosen.seat,
        "gains": solved.chosen.gain,
        "prices": solved.chosen.price,
        "pairs of components": solved.component_pairs,
    }


def differences(whole, jobs=1):
    plain = arrays(solution.optimum(whole, Stopwatch(), route=PLAIN), PLAIN)
    compiled = arrays(solution.optimum(whole, Stopwatch(), jobs, route=COMPILED), COMPILED)
    return [name for name, one in plain.items() if not _same(one, compiled[name])]


def _same(one, other):
    return np.array_equal(one, other) if isinstance(one, np.ndarray) else one == other


def test_the_compiled_route_is_taken_where_it_is_installed():
    assert routes.fastest() is COMPILED


@settings(max_examples=300, deadline=None)
@given(worlds())
def test_small_worlds_have_one_result(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world.get("options"))

    assert differences(whole) == []


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "options",
    [Options(), Options(online_across=True), Options(joint=(frozenset({"GM9000", "GM9001"}),))],
    ids=["alone", "online across", "joint"],
)
def test_towns_have_one_result(options, jobs):
    people = generate.population(newcomers=900, volunteers=600, municipalities=5, seed=7)
    whole = problem.make(people.newcomers, people.volunteers, people.blocked, options)

    assert differences(whole, jobs) == []


def test_scores_are_the_same_for_every_allowed_pair():
    people = generate.population(newcomers=700, volunteers=700, municipalities=2, seed=8)
    whole = problem.make(people.newcomers, people.volunteers, people.blocked)
    edges, everybody = feasibility.allowed(whole), np.ones(len(whole.newcomers), dtype=bool)

    plain = PLAIN.scores(whole, edges, everybody, 1)
    assert len(plain) > 5000
    assert np.array_equal(plain, COMPILED.scores(whole, edges, everybody, 2))


@pytest.mark.parametrize(("x", "is_allowed"), [(3000, True), (3001, False), (-3000, True), (-3001, False)])
def test_the_limit_of_the_distance_is_exact_in_any_square(x, is_allowed):
    for west in (0, 999, 1000, -1, 123_456):
        one = newcomer(x=west, y=0, max_distance_m=5000)
        other = volunteer(x=west + x, y=-4000, max_distance_m=5000)

        assert len(COMPILED.allowed(problem.make([one], [other]), 1)) == is_allowed


# the squares of the last two limits take more than the 24 bits to which they are rounded
@pytest.mark.parametrize(
    ("limit", "away"), [(50_000, (30_000, 40_000)), (49_997, (47_685, 15_028)), (49_999, (49_477, 7_206))]
)
@pytest.mark.parametrize("origin", [0, 440 * CELL_M, -440 * CELL_M])
def test_those_of_one_square_have_each_an_exact_limit(origin, limit, away):
    """They are held against the same copied volunteers, whose distances are rounded there."""
    homes = [(origin + 61 * place, origin + 37 * place % 2000) for place in range(30)]
    ways = [(away[0], away[1]), (away[0], -away[1]), (-away[1], away[0]), (-away[0], -away[1])]
    waiting = [newcomer(f"n{place:02}", x=x, y=y, max_distance_m=limit) for place, (x, y) in enumerate(homes)]
    helping = [
        volunteer(f"v{place:02}{turn}{more}", x=x + dx + more, y=y + dy, max_distance_m=limit)
        for place, (x, y) in enumerate(homes)
        for turn, (dx, dy) in enumerate(ways)
        for more in (-1, 0, 1)
    ]
    whole = problem.make(waiting, helping)
    near = [
        [(v.x - n.x) ** 2 + (v.y - n.y) ** 2 <= limit**2 for v in sorted(helping, key=lambda one: one.id)]
        for n in sorted(waiting, key=lambda one: one.id)
    ]

    found = COMPILED.allowed(whole, 1)
    assert all(1 < count < len(helping) for count in found.counts)
    assert found.volunteer.tolist() == [v for row in near for v, is_near in enumerate(row) if is_near]


@pytest.mark.parametrize("count", [511, 512, 513, 700])
def test_lists_are_in_the_order_of_ids_however_long(count):
    helping = [
        volunteer(f"v{number * 389 % 1009:04}", x=number, y=-number, max_distance_m=5000) for number in range(count)
    ]
    whole = problem.make([newcomer(x=0, y=0, max_distance_m=5000)], helping)

    assert COMPILED.allowed(whole, 1).volunteer.tolist() == list(range(count))


def test_hours_all_over_the_week_are_looked_at():
    """More quarters in use than one word holds: both words of a day count."""
    hours = ((0, 0, 90), (0, 22 * 60 + 30, 24 * 60), (6, 12 * 60, 15 * 60))
    helping = [volunteer(f"v{number}", availability=(window,)) for number, window in enumerate(hours)]
    for window in hours:
        one = newcomer(availability=(window,), session_minutes=90)
        whole = problem.make([one], helping)

        assert COMPILED.allowed(whole, 1).volunteer.tolist() == [hours.index(window)]
        assert differences(whole) == []


def test_many_languages_and_interests_take_more_than_one_word():
    codes = [a + b + "x" for a in "abcdefghij" for b in "abcdefghij"]
    helping = [volunteer(f"v{code}", languages=frozenset({code}), interests=frozenset(codes[:9])) for code in codes]
    one = newcomer(languages=frozenset({codes[0], codes[-1]}), interests=frozenset(codes))
    whole = problem.make([one], helping)

    assert len(COMPILED.allowed(whole, 1)) == 2
    assert differences(whole) == []


def test_the_same_report_comes_out(monkeypatch):
    people = generate.population(newcomers=60, volunteers=40, municipalities=2, seed=3)

    def solved_by(route):
        monkeypatch.setattr(routes, "fastest", lambda: route)
        return solution.solve(people.newcomers, people.volunteers, people.blocked, day=generate.DAY)

    plain, compiled = solved_by(PLAIN), solved_by(COMPILED)
    for measured in ("seconds", "peak_memory_bytes"):
        del plain.report[measured], compiled.report[measured]
    assert plain == compiled


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 12).flatmap(lambda nodes: st.tuples(st.just(nodes), st.lists(arrows(nodes), max_size=40))))
def test_strongly_connected_parts_are_those_that_scipy_finds(graph):
    nodes, edges = graph
    sources, targets = np.array(edges, dtype=np.int64).reshape(-1, 2).T
    ours = circles.strong(sources, targets, nodes)
    theirs = graphs.parts(sources, targets, nodes, strong=True)
    assert np.array_equal(ours[:, None] == ours[None, :], theirs[:, None] == theirs[None, :])


@pytest.mark.parametrize("quarters", range(1, 12))
def test_a_week_without_its_unused_hours_becomes_a_whole_week_again(quarters):
    week = np.zeros((1, 7, 2), dtype=np.uint64)
    week[0, 2], week[0, 5] = [1 << 63, 0b11], [0, 0b101 << quarters]
    for one in (week, week * np.uint64([1, 0]), week * np.uint64([0, 1])):
        hours = starts.used_hours(one, 1)
        words, _about = starts.in_words(one, np.arange(1), np.ones((1, 1), dtype=np.int64), hours)
        assert np.array_equal(starts.whole_week(words[0, 0], hours), one[0])
