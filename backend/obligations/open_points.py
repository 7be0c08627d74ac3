"""What nobody found a source for: assumed in the product until a municipality confirms it in its ordinance.

An ordinance names what it confirmed in ``confirmed``, with the sentence that says by whom and when. The desk shows
the rest as not yet confirmed, so that nobody relies on it in silence.
"""

from datetime import date

from backend.obligations import allowances, policy

# The text of art. 9 from 2027 and its transition law; the field of the statistic after 2025 (CBS changes it by year).
OF_THE_LAW = ("PW_2027", "BUS_FIELD")


def all_of_them() -> list[str]:
    """The codes: of the law, and of the years whose amounts are assumed."""
    return [*OF_THE_LAW, *(allowances.point_of(year) for year in allowances.assumed_years())]


def confirmed_on(day: date) -> frozenset[str]:
    """What the ordinance of this day says it confirmed."""
    version = policy.version_on(day)
    return policy.params_of(version.params).confirmed if version else frozenset()


def open_on(day: date) -> list[str]:
    """What the municipality did not confirm yet."""
    known = confirmed_on(day)
    return [code for code in all_of_them() if code not in known]
