"""National holidays of the Netherlands, by the library ``holidays``: King's Day on 26 April when 27 is a Sunday."""

from datetime import date
from enum import StrEnum
from functools import cache

import holidays


class PublicHoliday(StrEnum):
    """The days on which offices and community centres are closed."""

    NEW_YEAR = "NEW_YEAR"
    GOOD_FRIDAY = "GOOD_FRIDAY"
    EASTER = "EASTER"
    KINGS_DAY = "KINGS_DAY"
    LIBERATION_DAY = "LIBERATION_DAY"
    ASCENSION_DAY = "ASCENSION_DAY"
    PENTECOST = "PENTECOST"
    CHRISTMAS = "CHRISTMAS"
    OTHER = "OTHER"


_IN_THE_LIBRARY = {
    "New Year's Day": PublicHoliday.NEW_YEAR,
    "Good Friday": PublicHoliday.GOOD_FRIDAY,
    "Easter Sunday": PublicHoliday.EASTER,
    "Easter Monday": PublicHoliday.EASTER,
    "King's Day": PublicHoliday.KINGS_DAY,
    "Liberation Day": PublicHoliday.LIBERATION_DAY,
    "Ascension Day": PublicHoliday.ASCENSION_DAY,
    "Pentecost": PublicHoliday.PENTECOST,
    "Pentecost Monday": PublicHoliday.PENTECOST,
    "Christmas Day": PublicHoliday.CHRISTMAS,
    "Second Day of Christmas": PublicHoliday.CHRISTMAS,
}


def holiday_on(day: date) -> PublicHoliday | None:
    """The national holiday on this day; None on other days. Liberation Day is one in every fifth year."""
    return _of_year(day.year).get(day)


@cache
def _of_year(year: int) -> dict[date, PublicHoliday]:
    named = holidays.country_holidays("NL", years=year, language="en_US")
    return {day: _IN_THE_LIBRARY.get(name, PublicHoliday.OTHER) for day, name in named.items()}
