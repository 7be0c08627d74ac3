"""What the certificate says, held against each allowed pair, for the checker alone (docs/matching.md, "Certificate").

Written twice, as one loop that numba compiles and as columns where numba is missing; a test holds them side by side.
"""

from typing import Any, NamedTuple

import numpy as np

from matching import check_rules

NOBODY, NEVER = -1, 2**40


class Proof(NamedTuple):
    """What is said of newcomers (N,) and of everybody (P,), and what comes of it for each newcomer (N,).

    Attributes:
        seat, own: with whom n is matched, and the same without the pairs that were decided beforehand.
        bound: from n only volunteers may be reached whose number in ``reach`` (P,) is no higher.
        gain, price: the dual prices, (N,) and (P,); ``places``: (P,) the places that are told to whoever has none.
        allowed, open: how many are allowed, and their places together; written, as all that follow.
        fits: the own pair is allowed; ``escape``: one who can be reached and ought not to be, else ``NOBODY``.
        is_unproved: the prices say too little or, for the own pair, too much.
    """

    seat: Any
    own: Any
    bound: Any
    reach: Any
    gain: Any
    price: Any
    places: Any
    allowed: Any
    open: Any
    fits: Any
    escape: Any
    is_unproved: Any


def weigh_compiled(proof: Proof, n: Any, v: Any, score: Any) -> None:
    """Gather what is said of some allowed pairs, each newcomer's one behind the other."""
    seat, own, bound, reach, gain = proof.seat, proof.own, proof.bound, proof.reach, proof.gain
    price, places, escape = proof.price, proof.places, proof.escape
    for pair in range(len(n)):
        one, other = n[pair], v[pair]
        proof.allowed[one] += 1
        proof.open[one] += places[other]
        if reach[other] > bound[one]:
            escape[one] = other
        slack = gain[one] + price[other] - score[pair]
        if other == seat[one]:
            proof.fits[one] = True
        if slack < 0 or (slack != 0 and other == own[one] >= 0):
            proof.is_unproved[one] = True


def weigh_by_columns(proof: Proof, n: Any, v: Any, score: Any) -> None:
    first = np.flatnonzero(np.diff(n, prepend=NOBODY))
    proof.allowed[n[first]] += np.diff(first, append=len(n))
    proof.open[n[first]] += np.add.reduceat(proof.places[v], first)
    is_out = proof.reach[v] > proof.bound[n]
    proof.escape[n[is_out]] = v[is_out]
    slack = proof.gain[n] + proof.price[v] - score
    proof.fits[n[v == proof.seat[n]]] = True
    is_own = (v == proof.own[n]) & (v >= 0)
    proof.is_unproved[n[(slack < 0) | (slack != 0) & is_own]] = True


weigh = check_rules.compiled(weigh_compiled) or weigh_by_columns
