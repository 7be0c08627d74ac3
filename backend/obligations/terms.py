"""Until when somebody can object: six weeks after the letter, and not on a day on which nobody works.

Awb art. 6:7 and 6:8 (six weeks from the day after notification); Algemene termijnenwet art. 1 and 3 (a term that
ends on a Saturday, a Sunday or a general holiday goes on to the next day that is none).
"""

from datetime import date, timedelta

from dateutil.easter import easter


def objection_until(notified_on: date, *, days: int) -> date:
    """The last day on which an objection is in time."""
    last = notified_on + timedelta(days=days)
    while last.weekday() >= 5 or last in _general_holidays(last.year):
        last += timedelta(days=1)
    return last


def _general_holidays(year: int) -> set[date]:
    sunday = easter(year)
    around_easter = {sunday + timedelta(days=days) for days in (-2, 1, 39, 50)}  # also Good Friday (art. 3 lid 2)
    king = date(year, 4, 27)
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return around_easter | fixed | {king - timedelta(days=1) if king.weekday() == 6 else king}
