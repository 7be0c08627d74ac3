"""The expense allowance of a volunteer on a benefit: what was paid, and how far it is from the yearly ceiling.

The amounts are data (``allowances.toml``, with the source). Nothing follows from passing one: it is shown.
"""

import tomllib
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

from backend.obligations import database
from backend.obligations.models import AllowancePaid, Obligation
from backend.obligations.requests import once
from backend.people.models import Account

FILE = Path(__file__).parent / "allowances.toml"
NEAR_PCT = 90


class NoCeilingKnown(Exception):
    """For this year no amounts are known: they are added to ``allowances.toml`` each year."""


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """The most in a month and in a year, in cents, and where and when that was read; empty while it is assumed."""

    month_cents: int
    year_cents: int
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A year against its ceiling, in cents. ``months_over`` are the months in which more than the most was paid.

    ``is_confirmed``: the amounts have a source, or the municipality confirmed them.
    """

    year: int
    paid_cents: int
    ceiling: Ceiling
    months_over: Sequence[date]
    is_confirmed: bool

    @property
    def is_over(self) -> bool:
        """More than the most of the year, or of a month."""
        return self.paid_cents > self.ceiling.year_cents or bool(self.months_over)

    @property
    def is_near(self) -> bool:
        """Nine tenths of the year's most, or more."""
        return self.paid_cents * 100 >= self.ceiling.year_cents * NEAR_PCT


@cache
def ceilings() -> dict[int, Ceiling]:
    """The amounts by year."""
    years = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {int(year): Ceiling(**amounts) for year, amounts in years.items()}


@database.deed
def note(
    *, obligation_id: uuid.UUID, by: Account, month: date, cents: int, request_id: uuid.UUID, now: datetime
) -> AllowancePaid:
    """Write down what the person got in a month; less than nought takes back what was too much.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        NoCeilingKnown: no amounts are known for that year.
        RequestUsedBefore: this request wrote something else.
    """
    if month.year not in ceilings():
        raise NoCeilingKnown
    obligation = Obligation.objects.visible_to(by).get(pk=obligation_id)
    about = {"municipality_id": obligation.municipality_id, "obligation": obligation}
    first = month.replace(day=1)
    return once(AllowancePaid, request_id=request_id, **about, month=first, cents=cents, by=by.pk, at=now)


def watch(obligation: Obligation, *, confirmed: Collection[str] = ()) -> list[Watch]:
    """Each year in which something was paid, newest first; ``confirmed`` are open points that are closed."""
    paid: dict[date, int] = {}
    for month, cents in AllowancePaid.objects.filter(obligation=obligation).values_list("month", "cents"):
        paid[month] = paid.get(month, 0) + cents
    years = sorted({month.year for month in paid}, reverse=True)
    return [_of_year(year, paid, confirmed=point_of(year) in confirmed) for year in years]


def point_of(year: int) -> str:
    """The open point about the amounts of a year."""
    return f"ALLOWANCE_{year}"


def assumed_years() -> list[int]:
    """The years whose amounts have no source."""
    return [year for year, ceiling in sorted(ceilings().items()) if not ceiling.source]


def _of_year(year: int, paid: dict[date, int], *, confirmed: bool) -> Watch:
    ceiling = ceilings()[year]
    months = {month: cents for month, cents in paid.items() if month.year == year}
    over = sorted(month for month, cents in months.items() if cents > ceiling.month_cents)
    return Watch(
        year=year,
        paid_cents=sum(months.values()),
        ceiling=ceiling,
        months_over=over,
        is_confirmed=bool(ceiling.source) or confirmed,
    )
