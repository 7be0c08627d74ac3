"""Distances wait in buckets: the nearest comes first, however far, and one search leaves nothing to the next."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from matching.compiled import with_whom
from matching.compiled.buckets import FAR, NO_ONE, WIDE, nearest, rings, send_away, stand

distances = st.lists(st.integers(0, 5 * WIDE), min_size=1, max_size=12)


@settings(deadline=None)  # the first call compiles
@given(searches=st.lists(st.tuples(distances, st.integers(0, 6 * WIDE)), min_size=1, max_size=4))
def test_whoever_is_nearer_than_the_limit_comes_in_order_and_then_the_line_is_empty(searches):
    size = max(len(far) for far, _limit in searches)
    ring, length = rings(size), np.full(size, FAR)
    for far, limit in searches:
        for one, distance in enumerate(far):
            length[one] = distance
            stand(ring, one, size + min(distance, WIDE))
        taken, base, at = [], 0, 0
        while True:
            one, base, at = nearest(ring, length, base, at, limit)
            if one == NO_ONE:
                break
            taken.append(base + at)
        for one in range(len(far)):
            send_away(ring, length, base, one)
        assert taken == sorted(distance for distance in far if distance < limit)
        assert (ring == rings(size)).all(axis=1)[size:].all()


@pytest.mark.parametrize("most", [5, 700, 30_000])
@settings(deadline=None)  # the first call compiles
@given(seed=st.integers(0, 10_000))
def test_the_greatest_sum_is_found_whatever_the_scores_are(most, seed):
    dice = np.random.default_rng(seed)
    size = int(dice.integers(2, 9))
    score = dice.integers(0, most + 1, size=(size, size)).astype(np.int16)
    volunteer, first = np.tile(np.arange(size, dtype=np.int32), size), np.arange(size + 1) * size
    pairs = with_whom.Pairs.of(volunteer, first.astype(np.int64), score.ravel())

    seats = with_whom.best(pairs, np.ones(size, np.int64), np.zeros(size, np.int32), np.arange(size))

    rows, columns = linear_sum_assignment(score, maximize=True)
    assert score[np.arange(size), seats.seat].sum() == score[rows, columns].sum()
    assert (seats.gain[:, None] + seats.price[None, :] >= score).all()
    assert seats.gain.sum() + seats.price.sum() == score[rows, columns].sum()
