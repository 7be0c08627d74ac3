"""One newcomer, one volunteer: the plain rows that the engine is given, and what may stand in them."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from matching.time_windows import QUARTER_MINUTES, Window

LEVELS = ("A0", "A1", "A2", "B1", "B2", "C1")
GOALS = ("talk", "work", "health", "school", "exam", "digital", "admin")
GENDERS = ("f", "m", "x")
WISHES = ("f", "m")
SESSION_MINUTES = 90
MAX_DISTANCE_M = 50_000
MAX_CAPACITY = 5
MAX_COORDINATE_M = 1_000_000
MINUTES_A_DAY = 24 * 60


@dataclass
class BadValue(ValueError):
    """A fact that cannot be used: the column in which it stands, and what is wrong with it."""

    column: str
    problem: str

    def __str__(self) -> str:
        return f"{self.column}: {self.problem}"


def _refuse(is_wrong: bool, column: str, problem: str) -> None:
    if is_wrong:
        raise BadValue(column, problem)


# Words and windows come back in many rows: what was right once is right again.
REMEMBERED = 100_000


@lru_cache(REMEMBERED)
def _check_word(column: str, word: str, known: tuple[str, ...]) -> None:
    _refuse(not word, column, f"this is empty; {'write one of ' + ' '.join(known) if known else 'a word is needed'}")
    _refuse(any(letter.isspace() for letter in word), column, f"{word!r} is not one word")
    _refuse(bool(known) and word not in known, column, f"{word!r} is not one of {' '.join(known)}")


def _check_words(column: str, words: Collection[str], known: tuple[str, ...] = ()) -> None:
    for word in sorted(words) if len(words) > 1 else words:
        _check_word(column, word, known)


@lru_cache(REMEMBERED)
def check_language(code: str) -> None:
    """Refuse what cannot be the code of a language."""
    is_code = re.fullmatch("[a-z]{3}", code) is not None
    _refuse(not is_code, "languages", f"{code!r} is not a code of ISO 639-3, such as nld or ara")


def check_municipality(code: str) -> None:
    """Refuse what cannot be the code of a municipality."""
    _check_word("municipality", code, ())


def check_interest(word: str) -> None:
    """Refuse what cannot be an interest."""
    _check_word("interests", word, ())


def check_goal(word: str) -> None:
    """Refuse what is not a goal."""
    _check_word("goals", word, GOALS)


def check_level(column: str, level: str) -> None:
    """Refuse what is not a level of Dutch."""
    _check_word(column, level, LEVELS)


@lru_cache(REMEMBERED)
def check_window(column: str, window: Window) -> None:
    """Refuse what cannot be a window of the week."""
    weekday, starts, ends = window
    _refuse(weekday not in range(7), column, f"there is no weekday {weekday}; Monday is 0, Sunday 6")
    _refuse(
        not 0 <= starts < ends <= MINUTES_A_DAY,
        column,
        "a window ends after it starts, on the same day; 24:00 may end one",
    )
    _refuse(
        starts % QUARTER_MINUTES != 0 or ends % QUARTER_MINUTES != 0,
        column,
        "windows start and end at a quarter of an hour",
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """What the engine knows of anybody.

    Attributes:
        x, y: home in metres of the Dutch grid (EPSG:28992); None when it is not known.
        languages: ISO 639-3 codes in which help is possible.
        availability: windows (weekday, start, end), see ``time_windows``; empty is unknown, not "never".
        max_distance_m: metres this person will travel, 0..50000.
        gender: ``f``, ``m``, ``x``, or empty when not told.
        buddy_gender: ``f`` or ``m``, or empty without a wish.

    Raises:
        BadValue: a fact is outside its range.
    """

    id: str
    municipality: str
    x: int | None
    y: int | None
    languages: frozenset[str] = frozenset()
    availability: tuple[Window, ...] = ()
    max_distance_m: int
    online: bool = False
    gender: str = ""
    buddy_gender: str = ""
    interests: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        _refuse(not self.id, "id", "there is no id")
        check_municipality(self.municipality)
        for column, metres in (("x", self.x), ("y", self.y)):
            if metres is not None and abs(metres) > MAX_COORDINATE_M:
                raise BadValue(
                    column,
                    f"{metres} is not from -{MAX_COORDINATE_M} to {MAX_COORDINATE_M}, in metres of the Dutch grid",
                )
        for language in sorted(self.languages):
            check_language(language)
        for window in self.availability:
            check_window("availability", window)
        _refuse(
            not 0 <= self.max_distance_m <= MAX_DISTANCE_M,
            "max_distance_m",
            f"{self.max_distance_m} is not from 0 to {MAX_DISTANCE_M}",
        )
        _refuse(self.gender not in ("", *GENDERS), "gender", f"{self.gender!r} is not one of f m x, and not empty")
        _refuse(
            self.buddy_gender not in ("", *WISHES),
            "buddy_gender",
            f"{self.buddy_gender!r} is not one of f m, and not empty",
        )
        _check_words("interests", self.interests)
        _check_words("goals", self.goals, GOALS)

    @property
    def missing(self) -> tuple[str, ...]:
        """The needed facts that are not known: ``place``, ``availability``."""
        facts = {"place": self.x is not None and self.y is not None, "availability": bool(self.availability)}
        return tuple(fact for fact, known in facts.items() if not known)


@dataclass(frozen=True, kw_only=True, slots=True)
class Newcomer(Person):
    """Someone who waits; ``dutch_level`` is spoken, a meeting lasts ``session_minutes``, 1..1440."""

    dutch_level: str
    session_minutes: int = SESSION_MINUTES
    waiting_since: date

    def __post_init__(self) -> None:
        Person.__post_init__(self)
        check_level("dutch_level", self.dutch_level)
        _refuse(
            not 1 <= self.session_minutes <= MINUTES_A_DAY,
            "session_minutes",
            f"{self.session_minutes} is not from 1 to {MINUTES_A_DAY}",
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Volunteer(Person):
    """Someone who helps newcomers from ``min_level`` up, with ``capacity`` places free now, 0..5."""

    min_level: str = "A0"
    capacity: int = 1

    def __post_init__(self) -> None:
        Person.__post_init__(self)
        check_level("min_level", self.min_level)
        _refuse(
            not 0 <= self.capacity <= MAX_CAPACITY,
            "capacity",
            f"{self.capacity} is not from 0 to {MAX_CAPACITY}",
        )
