"""Statements never change; what is known later is booked beside them: a counter-entry and a new entry.

A retroactive exemption, a late confirmation or an annulled decision changes what a week was worth. With the next
statement each such week of an earlier one gets the reverse of its last booking and a new one, so that the sum of
the bookings of a week is what is known now, and what was printed stays what it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from backend.obligations import reading, rules
from backend.obligations.models import Booking, HoursStatement, Obligation

BOOKED = ("required", "done", "excused", "credited")


@dataclass(frozen=True, kw_only=True)
class Correction:
    """A week of an earlier statement as it was booked last, and as it is known now."""

    was: Booking
    now: dict[str, int]

    @property
    def figures(self) -> dict[str, Any]:
        """What a statement prints of it; minutes."""
        return {
            "statement": str(self.was.statement_id),
            "monday": self.was.monday.isoformat(),
            "was": {name: getattr(self.was, name) for name in BOOKED},
            "now": self.now,
        }


def corrections(obligation: Obligation, *, as_of: date) -> list[Correction]:
    """The weeks of all statements of this person that are worth something else now, oldest first."""
    standing = Booking.objects.filter(statement__obligation=obligation, reverses=None, reversed_by=None)
    booked = list(standing.select_related("statement").order_by("statement__starts_on", "statement_id", "monday"))
    if not booked:
        return []
    first = min(each.statement.starts_on for each in booked)
    last = max(each.statement.ends_on for each in booked)
    facts = reading.facts_of([obligation], starts_on=first, ends_on=last, as_of=as_of)[obligation.pk]
    found, weeks = [], {}
    for each in booked:
        about = each.statement
        if about.pk not in weeks:
            of_statement = rules.weeks(facts, starts_on=about.starts_on, ends_on=about.ends_on)
            weeks[about.pk] = {week.monday: week for week in of_statement}
        now = {name: getattr(weeks[about.pk][each.monday], name) for name in BOOKED}
        if any(getattr(each, name) != now[name] for name in BOOKED):
            found.append(Correction(was=each, now=now))
    return found


def write(statement: HoursStatement, weeks: Sequence[rules.Week], found: Sequence[Correction]) -> None:
    """Book the weeks of a new statement, and what it corrects in earlier ones."""
    town = statement.municipality_id
    about = {"municipality_id": town, "written_with": statement}
    rows = [
        Booking(**about, statement=statement, monday=week.monday, **{name: getattr(week, name) for name in BOOKED})
        for week in weeks
    ]
    for each in found:
        of_week = about | {"statement": each.was.statement, "monday": each.was.monday}
        counter = {name: -getattr(each.was, name) for name in BOOKED}
        rows += [Booking(**of_week, **counter, reverses=each.was), Booking(**of_week, **each.now)]
    Booking.objects.bulk_create(rows)
