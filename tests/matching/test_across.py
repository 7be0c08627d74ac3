"""Online across all towns: no list of all pairs, and the result that a list of all pairs gives, bit for bit."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Options, again, generate, problem, routes, solution
from matching.compiled import COMPILED, across, online, pricing
from matching.compiled.with_whom import NO_ONE
from matching.options import Weights
from matching.routes import PLAIN
from matching.stopwatch import Stopwatch
from tests.matching.people import DAY, different, random_newcomer, random_volunteer
from tests.matching.test_routes import differences

EVERYWHERE = Options(online_across=True)
# hours in both halves of a day, and a session that lasts from one into the other
LONG_DAYS = ((0, 0, 24 * 60), (1, 15 * 60, 17 * 60 + 30), (1, 21 * 60, 24 * 60), (6, 0, 10 * 60))


def online_world(random, most, **about):
    """People of whom most are online, in two towns, with hours of all lengths."""
    people = different(random_newcomer, random, most // 2, most), different(random_volunteer, random, 1, most)
    for person in (*people[0], *people[1]):
        object.__setattr__(person, "online", random.random() < 0.8)
        if random.random() < 0.3:
            object.__setattr__(person, "availability", tuple(random.sample(LONG_DAYS, random.randint(1, 3))))
    pairs = [(n.id, v.id) for n in people[0] for v in people[1]]
    blocked = random.sample(pairs, min(len(pairs), random.randint(0, 4)))
    return problem.make(*people, blocked, Options(online_across=True, **about))


def nation(newcomers=900, volunteers=500, towns=12, seed=4, **about):
    people = generate.population(newcomers=newcomers, volunteers=volunteers, municipalities=towns, seed=seed)
    return problem.make(people.newcomers, people.volunteers, people.blocked, Options(online_across=True, **about))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_worlds_online_have_one_result(seed):
    assert differences(online_world(Random(seed), 9)) == []


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([1, 2, 5]))
def test_whatever_few_pairs_a_newcomer_begins_with(seed, few):
    """Prices find the missing pairs, also when nearly all are missing."""
    whole = online_world(Random(seed), 40)
    before = across.FIRST, across.MORE
    across.FIRST, across.MORE = few, few
    try:
        assert differences(whole, jobs=2) == []
    finally:
        across.FIRST, across.MORE = before


@pytest.mark.parametrize("weights", [Weights(), Weights(nearness=0, time=100, language=1, goals=0, interests=100)])
def test_a_nation_has_one_result_with_any_weights(weights):
    assert differences(nation(weights=weights), jobs=2) == []


def test_scarce_volunteers_have_prices_that_everybody_online_bears_out():
    whole = nation(newcomers=700, volunteers=150, towns=5)
    solved = solution.optimum(whole, Stopwatch(), 2)

    everything = PLAIN.allowed(whole, 1)
    n, v = everything.newcomer, everything.volunteer.astype(np.int64)
    inside = solved.chosen.seat[n] != NO_ONE
    scores = COMPILED.scores(whole, everything, np.ones(len(whole.newcomers), dtype=bool), 1)
    assert (solved.chosen.gain[n] + solved.chosen.price[v] >= scores)[inside].all()
    assert (solved.chosen.price > 0).sum() > 20


def test_only_a_small_part_of_the_pairs_is_ever_listed(monkeypatch):
    listed = []
    real = pricing.Pricing.best
    monkeypatch.setattr(pricing.Pricing, "best", lambda self, keep: listed.append(real(self, keep)) or listed[-1])
    whole = nation(newcomers=3000, volunteers=2400, towns=20)

    solved = solution.optimum(whole, Stopwatch(), 2)

    assert isinstance(solved.edges, online.Across)
    assert len(listed[0].newcomer) * 5 < len(solved.edges)


def test_reasons_and_the_report_are_those_of_the_plain_route(monkeypatch):
    people = generate.population(newcomers=200, volunteers=60, municipalities=4, seed=9)

    def solved_by(route):
        monkeypatch.setattr(routes, "fastest", lambda: route)
        return solution.solve(people.newcomers, people.volunteers, people.blocked, day=DAY, options=EVERYWHERE)

    plain, compiled = solved_by(PLAIN), solved_by(COMPILED)
    for measured in ("seconds", "peak_memory_bytes"):
        del plain.report[measured], compiled.report[measured]
    assert plain == compiled
    assert any(row.reason == "outranked" for row in plain.unmatched)


def test_changes_are_confirmed_by_solving_again():
    solved = solution.optimum(nation(newcomers=400, volunteers=90, towns=4), Stopwatch())
    confirmed = 0
    for row in solved.unmatched[::5]:
        for change in again.changes_for(solved, row):
            assert again.is_matched_after(solved.problem, row, change)
            confirmed += 1
    assert confirmed > 20
