"""One language table, and what a round is told of all of them: plain rows, and what may stand in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from matching.rows import MAX_DISTANCE_M, BadValue, Volunteer, check_level
from matching.time_windows import Window

MOST_SEATS = 50


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A language table of a community centre.

    Attributes:
        languages: in which help is possible there.
        sessions: fixed windows (weekday, start, end); two that touch stay two.
        seats: free now, 0..50.
        volunteers: ids of who lead it.
        min_level, max_level: the lowest and the highest Dutch level it is for.
        gender: ``f`` for women only, empty for everybody.
        most_per_language: at most so many people with one mother tongue; 0 is no limit.
        seated: mother tongues of those who sit there already, one word for each whose tongue is known.

    Raises:
        BadValue: a fact is outside its range.
    """

    id: str
    municipality: str
    x: int
    y: int
    languages: frozenset[str] = frozenset()
    sessions: tuple[Window, ...]
    seats: int
    volunteers: frozenset[str]
    min_level: str = "A0"
    max_level: str = "C1"
    gender: str = ""
    most_per_language: int = 0
    seated: tuple[str, ...] = ()
    goals: frozenset[str] = frozenset()
    interests: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for column in ("volunteers", "sessions"):
            if not getattr(self, column):
                raise BadValue(column, "a table needs at least one")
        for column in ("min_level", "max_level"):
            check_level(column, getattr(self, column))
        if self.min_level > self.max_level:
            raise BadValue("max_level", f"{self.max_level} is lower than min_level, {self.min_level}")
        if self.gender not in ("", "f"):
            raise BadValue("gender", f"{self.gender!r} is not f (women only), and not empty (everybody)")
        self._check_seats()
        try:
            self.as_volunteer()
        except BadValue as bad:
            raise BadValue({"availability": "sessions"}.get(bad.column, bad.column), bad.problem) from None

    def _check_seats(self) -> None:
        for column in ("seats", "most_per_language"):
            if not 0 <= getattr(self, column) <= MOST_SEATS:
                raise BadValue(column, f"{getattr(self, column)} is not from 0 to {MOST_SEATS}")
        for tongue in self.seated:
            check_language("seated", tongue)

    def as_volunteer(self) -> Volunteer:
        """The facts that a table has in common with a volunteer, who would come from anywhere."""
        return Volunteer(
            id=self.id,
            municipality=self.municipality,
            x=self.x,
            y=self.y,
            languages=self.languages,
            availability=self.sessions,
            max_distance_m=MAX_DISTANCE_M,
            gender=self.gender,
            buddy_gender=self.gender,
            interests=self.interests,
            goals=self.goals,
            min_level=self.min_level,
        )


def check_language(column: str, code: str) -> None:
    """Refuse what is no code of ISO 639-3.

    Raises:
        BadValue: it is not.
    """
    if len(code) != 3 or not (code.isascii() and code.isalpha() and code.islower()):
        raise BadValue(column, f"{code!r} is not a code of ISO 639-3, such as nld or ara")


@dataclass(frozen=True, kw_only=True)
class Groups:
    """What a round is told of language tables.

    Attributes:
        willing: ids of the newcomers who are willing to join one.
        mother_tongue: ISO 639-3 code by newcomer id; who is not named has not told.
    """

    tables: Sequence[Table]
    willing: frozenset[str] = frozenset()
    mother_tongue: Mapping[str, str] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Of the tables and of those who lead them: both may be named where a volunteer is."""
        return frozenset(one for table in self.tables for one in (table.id, *table.volunteers))
