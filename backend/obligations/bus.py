"""The one bit for the national statistic: did this person do something for the duty in this month (CBS, BUS).

Field "Uitvoering tegenprestatie", yes or no, whatever the number of hours (CBS, Extra uitvraag tegenprestatie 2025;
read in 2025; of later years an open point, ``BUS_FIELD``). Client numbers only, no names.
"""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.obligations import reading, rules
from backend.obligations.models import LegalBasis, Obligation


@dataclass(frozen=True, kw_only=True)
class Month:
    """A client and whether something was done under a duty in the month."""

    client_number: str
    did_something: bool


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of the month of this day."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def of_month(obligations: Sequence[Obligation], *, month: date, as_of: date) -> list[Month]:
    """Everybody of whom a duty (not an agreement) asked something in the month, by client number."""
    first, last = month_of(month)
    facts = reading.facts_of(obligations, starts_on=first, ends_on=last, as_of=as_of)
    found = []
    for each in sorted(obligations, key=lambda one: one.client_number):
        known = facts[each.pk]
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        duties = [known.requirement_on(day) for day in days]
        if not any(duty and duty.legal_basis != LegalBasis.VOLUNTARY for duty in duties):
            continue
        did = sum(line.credited for line in rules.lines(known) if first <= line.day <= last)
        found.append(Month(client_number=each.client_number, did_something=did > 0))
    return found


def as_csv(months: Sequence[Month], *, month: date) -> str:
    """Client number, month, 1 or 0; RFC 4180, Dutch headings."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["clientnummer", "maand", "uitvoering_tegenprestatie"])
    for each in months:
        rows.writerow([each.client_number, f"{month:%Y-%m}", int(each.did_something)])
    return out.getvalue()
