"""A matched pair, and everything that is to be said of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import score
from matching.problem import Problem, Rows


@dataclass(frozen=True, kw_only=True)
class MatchedPair:
    """A newcomer and a volunteer with whom he or she is matched, and why it fits.

    Attributes:
        mode: ``in_person`` or ``online``; ``table`` when ``volunteer`` is the id of a language table.
        score: the sum of ``parts``: nearness, time, language, goals, interests.
        common_minutes: a week, inside common windows that are long enough.
        weekday, starts_minute, minutes: the suggested slot; Monday is 0, minutes since local midnight.
        languages, goals, interests: what the two share.
    """

    newcomer: str
    volunteer: str
    mode: str
    score: int
    distance_m: int
    common_minutes: int
    weekday: int
    starts_minute: int
    minutes: int
    parts: dict[str, int]
    languages: tuple[str, ...]
    goals: tuple[str, ...]
    interests: tuple[str, ...]


class _Words:
    """Sets of words from their bits; most sets occur often."""

    def __init__(self, vocabulary: Sequence[str], bits: NDArray[np.uint64]) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[int, ...], tuple[str, ...]] = {}
        self._bits: list[list[int]] = bits.tolist()

    def of(self, row: int) -> tuple[str, ...]:
        bits = tuple(self._bits[row])
        if bits not in self._known:
            number = sum(word << 64 * place for place, word in enumerate(bits))
            self._known[bits] = tuple(word for place, word in enumerate(self._vocabulary) if number >> place & 1)
        return self._known[bits]


def words_shared(whole: Problem, n: Rows, v: Rows) -> Iterator[tuple[tuple[str, ...], ...]]:
    """For each of some pairs the languages, goals and interests that the two share."""
    waiting, helping, words = whole.newcomers, whole.volunteers, whole.words
    languages = _Words(words.languages, waiting.languages[n] & helping.languages[v])
    goals = _Words(words.goals, waiting.goals[n] & helping.goals[v])
    interests = _Words(words.interests, waiting.interests[n] & helping.interests[v])
    return ((languages.of(place), goals.of(place), interests.of(place)) for place in range(len(n)))


def scored_pairs(whole: Problem, n: Rows, v: Rows) -> Iterator[MatchedPair]:
    """Some allowed pairs with everything that is to be said of them, in the order given."""
    parts, waiting, helping = score.of(whole, n, v), whole.newcomers, whole.volunteers
    columns = [getattr(parts, name).tolist() for name in score.PARTS]
    facts = zip(
        n.tolist(),
        v.tolist(),
        parts.is_in_person.tolist(),
        parts.distance_m.tolist(),
        parts.common_minutes.tolist(),
        score.suggested_slots(whole, n, v).tolist(),
        waiting.session_minutes[n].tolist(),
        zip(*columns, strict=True),
        words_shared(whole, n, v),
        strict=True,
    )
    for newcomer, volunteer, is_in_person, metres, common, slot, minutes, points, words in facts:
        languages, goals, interests = words
        yield MatchedPair(
            newcomer=waiting.ids[newcomer],
            volunteer=helping.ids[volunteer],
            mode="in_person" if is_in_person else "online",
            score=sum(points),
            distance_m=metres,
            common_minutes=common,
            weekday=slot[0],
            starts_minute=slot[1],
            minutes=minutes,
            parts=dict(zip(score.PARTS, points, strict=True)),
            languages=languages,
            goals=goals,
            interests=interests,
        )
