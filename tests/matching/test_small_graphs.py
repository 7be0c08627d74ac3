"""Thousands of small random problems of pairs and places alone, against trying every assignment.

Scores are few and small here, so that nearly every problem has several equally good assignments.
"""

from itertools import product

import numpy as np
import pytest

from matching import assignment, components, queue, ties
from matching.feasibility import Edges
from matching.queue import NOBODY

SEEDS = range(4000)


class Graph:
    """Up to five newcomers and five volunteers, with their allowed pairs, scores and places."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        newcomers, volunteers = rng.integers(1, 6, 2).tolist()
        n, v = np.nonzero(rng.random((newcomers, volunteers)) < rng.choice([0.3, 0.6, 1.0]))
        self.edges = Edges(v, np.searchsorted(n, np.arange(newcomers + 1)))
        self.score = rng.integers(0, int(rng.choice([1, 2, 4, 101])) + 1, len(n))
        self.score_of = dict(zip(zip(n.tolist(), v.tolist(), strict=True), self.score.tolist(), strict=True))
        self.capacity = rng.choice([0, 1, 1, 2], volunteers)

    def assignments(self):
        """Every assignment of some of the newcomers, in the order of the rule on ids among equals."""
        choices = [[*self.edges.of(n).tolist(), NOBODY] for n in range(len(self.edges.first) - 1)]
        for seat in product(*choices):
            taken = np.bincount([v for v in seat if v != NOBODY], minlength=len(self.capacity))
            if (taken <= self.capacity).all():
                yield seat

    def total(self, seat):
        return sum(self.score_of[n, v] for n, v in enumerate(seat) if v != NOBODY)

    def solved(self):
        kept = queue.walk(self.edges, self.capacity)
        parts = components.split(self.edges, kept.seat != NOBODY, len(self.capacity))
        return kept, assignment.best(self.edges, self.score, self.capacity, parts)


def who(seat):
    """Sorts assignments: most people first, then those who stand ahead in the queue."""
    matched = [n for n, v in enumerate(seat) if v != NOBODY]
    return -len(matched), matched


@pytest.mark.parametrize("part", range(8))
def test_nothing_is_better_and_of_equals_the_rule_on_ids_picks_one(part):
    for seed in SEEDS[part::8]:
        graph = Graph(seed)

        _kept, chosen = graph.solved()

        everything = list(graph.assignments())
        best_who = min(map(who, everything))
        with_whom = [seat for seat in everything if who(seat) == best_who]
        greatest = max(map(graph.total, with_whom))
        assert tuple(chosen.seat) == min(seat for seat in with_whom if graph.total(seat) == greatest), seed


@pytest.mark.parametrize("part", range(4))
def test_the_prices_prove_it(part):
    for seed in SEEDS[part::4]:
        graph = Graph(seed)

        _kept, chosen = graph.solved()

        held = np.bincount(chosen.seat[chosen.seat != NOBODY], minlength=len(graph.capacity))
        n, v = graph.edges.newcomer, graph.edges.volunteer
        slack = (chosen.gain[n] + chosen.price[v] - graph.score)[chosen.seat[n] != NOBODY]
        own = (chosen.gain[n] + chosen.price[v] - graph.score)[chosen.seat[n] == v]
        assert (slack >= 0).all()
        assert (own == 0).all()
        assert (chosen.price >= 0).all()
        assert (chosen.price[held < graph.capacity] == 0).all()


def test_a_newcomer_is_kept_exactly_when_a_place_can_be_freed_further_back():
    for seed in SEEDS[::4]:
        graph = Graph(seed)

        kept, _chosen = graph.solved()

        for n in range(len(kept.seat)):
            best = kept.last_ahead[graph.edges.of(n)].max(initial=NOBODY)
            assert (kept.seat[n] != NOBODY) == (best >= n), seed


def test_several_processes_give_the_same(monkeypatch):
    rng = np.random.default_rng(1)
    n, v = np.nonzero(rng.random((60, 40)) < 0.03)
    edges = Edges(v, np.searchsorted(n, np.arange(61)))
    score, capacity = rng.integers(0, 101, len(n)), np.ones(40, dtype=np.int64)
    kept = queue.walk(edges, capacity)
    parts = components.split(edges, kept.seat != NOBODY, 40)
    monkeypatch.setattr(assignment, "EDGES_WORTH_A_PROCESS", 0)

    alone = assignment.best(edges, score, capacity, parts)
    together = assignment.best(edges, score, capacity, parts, jobs=2)

    assert len(parts) > 2
    for name in ("seat", "gain", "price"):
        assert (getattr(alone, name) == getattr(together, name)).all()


@pytest.mark.parametrize("part", range(4))
def test_the_rule_on_ids_gives_the_same_from_every_best_assignment(part):
    for seed in SEEDS[part::8]:
        graph = Graph(seed)
        _kept, chosen = graph.solved()
        matched = np.flatnonzero(chosen.seat != NOBODY)
        is_tight = chosen.gain[graph.edges.newcomer] + chosen.price[graph.edges.volunteer] == graph.score
        tight = np.flatnonzero(is_tight & np.isin(graph.edges.newcomer, matched))
        n = np.searchsorted(matched, graph.edges.newcomer[tight])
        best = graph.total(chosen.seat)

        for seat in graph.assignments():
            if who(seat)[1] == matched.tolist() and graph.total(seat) == best and len(matched):
                start = np.array(seat)[matched]
                settled = ties.settle(
                    n, graph.edges.volunteer[tight], seat=start, capacity=graph.capacity, price=chosen.price
                )
                assert (settled == chosen.seat[matched]).all(), seed
