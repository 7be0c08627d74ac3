"""The expense allowance of a volunteer on a benefit: what was paid, and how far it is from the yearly ceiling.

The amounts are data (``allowances.toml``, with the source). Nothing follows from passing one: it is shown.
"""

import tomllib
import uuid
from collections import Counter, defaultdict
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
    """The most in a month, in a year and by the hour, in cents, and where and when it was read; empty if assumed."""

    month_cents: int
    year_cents: int
    hour_cents: int
    hour_cents_under_21: int
    source: str = ""
    read_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Watch:
    """A year against its ceiling, in cents. ``months_over`` are the months in which more than the most was paid.

    ``most_by_hour``: the highest amount that was agreed for an hour; None where none was. The age is not known here:
    it is held against the most for who is 21 or older.
    ``is_confirmed``: the amounts have a source, or the municipality confirmed them.
    """

    year: int
    paid_cents: int
    ceiling: Ceiling
    months_over: Sequence[date]
    most_by_hour: int | None
    is_confirmed: bool

    @property
    def is_over(self) -> bool:
        """More than the most of the year, or of a month."""
        return self.paid_cents > self.ceiling.year_cents or bool(self.months_over)

    @property
    def is_over_by_hour(self) -> bool:
        """More was agreed for an hour than the most."""
        return self.most_by_hour is not None and self.most_by_hour > self.ceiling.hour_cents

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
    *,
    obligation_id: uuid.UUID,
    by: Account,
    month: date,
    cents: int,
    hour_cents: int | None = None,
    request_id: uuid.UUID,
    now: datetime,
) -> AllowancePaid:
    """Write down what the person got in a month; less than nought takes back what was too much.

    ``hour_cents`` is what was agreed for an hour; None where nothing was agreed by the hour.

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
    paid = {"month": first, "cents": cents, "hour_cents": hour_cents}
    return once(AllowancePaid, request_id=request_id, **about, **paid, by=by.pk, at=now)


def watch(obligation: Obligation, *, confirmed: Collection[str] = ()) -> list[Watch]:
    """Each year in which something was paid, newest first; ``confirmed`` are open points that are closed."""
    by_year: dict[int, list[AllowancePaid]] = defaultdict(list)
    for row in AllowancePaid.objects.filter(obligation=obligation).order_by("-month"):
        by_year[row.month.year].append(row)
    return [_of_year(year, rows, confirmed=point_of(year) in confirmed) for year, rows in by_year.items()]


def point_of(year: int) -> str:
    """The open point about the amounts of a year."""
    return f"ALLOWANCE_{year}"


def assumed_years() -> list[int]:
    """The years whose amounts have no source."""
    return [year for year, ceiling in sorted(ceilings().items()) if not ceiling.source]


def _of_year(year: int, rows: Sequence[AllowancePaid], *, confirmed: bool) -> Watch:
    ceiling = ceilings()[year]
    paid: Counter[date] = Counter()
    for row in rows:
        paid[row.month] += row.cents
    return Watch(
        year=year,
        paid_cents=paid.total(),
        ceiling=ceiling,
        months_over=sorted(month for month, cents in paid.items() if cents > ceiling.month_cents),
        most_by_hour=max((row.hour_cents for row in rows if row.hour_cents is not None), default=None),
        is_confirmed=bool(ceiling.source) or confirmed,
    )
