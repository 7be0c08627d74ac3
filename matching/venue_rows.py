"""One venue, and what a round is told of all of them: plain rows, and what may stand in them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from matching.rows import MINUTES_A_DAY, BadValue, Volunteer
from matching.time_windows import QUARTER_MINUTES, Window

MOST_TABLES = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Venue:
    """A house where pairs can meet.

    Attributes:
        opening: windows (weekday, start, end) in which it is open; what touches or overlaps is one.
        tables: how many pairs can sit there at a time, 0..500.
        block_minutes: each opening window is given out in blocks of so many minutes, from its start.
        taken: a window for each table that is given out already.

    Raises:
        BadValue: a fact is outside its range.
    """

    id: str
    municipality: str
    x: int
    y: int
    opening: tuple[Window, ...]
    tables: int
    block_minutes: int = 90
    taken: tuple[Window, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.tables <= MOST_TABLES:
            raise BadValue("tables", f"{self.tables} is not from 0 to {MOST_TABLES}")
        if not 0 < self.block_minutes <= MINUTES_A_DAY or self.block_minutes % QUARTER_MINUTES:
            raise BadValue("block_minutes", f"{self.block_minutes} is no number of whole quarters of an hour")
        if not self.opening:
            raise BadValue("opening", "a venue needs at least one")
        try:
            self.as_volunteer()
        except BadValue as bad:
            raise BadValue({"availability": "opening"}.get(bad.column, bad.column), bad.problem) from None

    def as_volunteer(self) -> Volunteer:
        """The facts that a venue has in common with a person, who would come from nowhere."""
        return Volunteer(
            id=self.id,
            municipality=self.municipality,
            x=self.x,
            y=self.y,
            availability=self.opening,
            max_distance_m=0,
        )


@dataclass(frozen=True, kw_only=True)
class Venues:
    """What a round is told of venues.

    Attributes:
        newcomers, volunteers: ids of those who can meet in person at a venue only.

    Raises:
        BadValue: an id stands twice among the venues.
    """

    venues: Sequence[Venue]
    newcomers: frozenset[str] = frozenset()
    volunteers: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        seen = Counter(venue.id for venue in self.venues)
        for one, count in seen.items():
            if count > 1:
                raise BadValue("id", f"{one!r} stands twice among the venues; every id is unique")
