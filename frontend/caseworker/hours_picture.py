"""The hours of some weeks as a picture: an outline for what is asked, a bar for what counts, as in the table."""

from collections.abc import Sequence
from dataclasses import dataclass

from backend.obligations.rules import Week

WIDTH, HEIGHT, FLOOR = 640, 190, 160
GAP = 6
LEAST_TOP_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One week: ``left`` and heights from the floor up, in units of the drawing."""

    week: Week
    left: int
    width: int
    asked_top: int
    asked_height: int
    done_top: int
    done_height: int
    excused_top: int
    excused_height: int

    @property
    def middle(self) -> int:
        """Where its name stands."""
        return self.left + self.width // 2

    @property
    def number(self) -> int:
        """The number of the week in its year."""
        return self.week.monday.isocalendar().week


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The bars, and lines at whole hours."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[int, int]]
    width: int = WIDTH
    height: int = HEIGHT
    floor: int = FLOOR

    @property
    def names_at(self) -> int:
        """Where the names of the weeks stand."""
        return self.floor + 18


def drawn(weeks: Sequence[Week]) -> Picture:
    """The picture of these weeks, oldest at the start."""
    top = max([LEAST_TOP_MINUTES, *(max(week.required, week.credited) for week in weeks)])
    step = max(1, -(-top // 60 // 4)) * 60
    room = (WIDTH - 40) // max(1, len(weeks))
    bars = [_bar(week, 36 + number * room, room - GAP, top) for number, week in enumerate(weeks)]
    lines = [(FLOOR - _high(minutes, top), minutes // 60) for minutes in range(0, top + 1, step)]
    return Picture(bars=bars, lines=lines)


def _high(minutes: int, top: int) -> int:
    return minutes * (FLOOR - 14) // top


def _bar(week: Week, left: int, width: int, top: int) -> Bar:
    asked, done = _high(week.required, top), _high(week.credited - week.excused, top)
    excused = _high(week.credited, top) - done
    return Bar(
        week=week,
        left=left,
        width=width,
        asked_top=FLOOR - asked,
        asked_height=asked,
        done_top=FLOOR - done,
        done_height=done,
        excused_top=FLOOR - done - excused,
        excused_height=excused,
    )
