"""Language tables: made, changed and closed by a coordinator; who sits there, and who leaves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.pairs import table_messages
from backend.pairs.models import LanguageTable, TableLeader, TableOffer, TableSeat
from backend.people.models import Account, Coordinator, Newcomer, Volunteer
from backend.places.clock import local_today
from backend.places.models import CommunityCentre
from backend.privacy import audit


class TooFewSeats(Exception):
    """More people sit at the table, or are asked to, than it would have seats."""


class NoLeader(Exception):
    """A table needs a volunteer who leads it."""


class NameIsTaken(Exception):
    """Another table of the town has this name."""


@dataclass(frozen=True, kw_only=True)
class TableFacts:
    """What there is to know about a table; minutes since local midnight, Monday is 0."""

    name: str
    centre: CommunityCentre
    leaders: Collection[Volunteer]
    weekday: int
    starts_minute: int
    minutes: int = 90
    seats: int
    languages: Collection[str] = ()
    min_level: str = "A0"
    max_level: str = "C1"
    women_only: bool = False
    most_per_language: int = 0
    goals: Collection[str] = ()

    @property
    def columns(self) -> dict[str, object]:
        """Those that are columns of the row."""
        given = {name: value for name, value in vars(self).items() if name != "leaders"}
        return given | {"languages": sorted(self.languages), "goals": list(self.goals)}


def _refuse(facts: TableFacts, by: Account, table: LanguageTable | None = None) -> None:
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise LanguageTable.DoesNotExist
    if not facts.leaders:
        raise NoLeader
    others = LanguageTable.objects.going_on().filter(name=facts.name)
    if (others.exclude(pk=table.pk) if table else others).exists():
        raise NameIsTaken


def _lead(table: LanguageTable, leaders: Collection[Volunteer]) -> None:
    TableLeader.objects.filter(table=table).exclude(volunteer__in=leaders).delete()
    for volunteer in leaders:
        about = {"municipality_id": table.municipality_id}
        TableLeader.objects.get_or_create(table=table, volunteer=volunteer, defaults=about)


@transaction.atomic
def make(*, town: str, facts: TableFacts, by: Account, now: datetime) -> LanguageTable:
    """A new table, to which the next round seats people.

    Raises:
        LanguageTable.DoesNotExist: ``by`` does not coordinate here.
        NoLeader, NameIsTaken: see there.
    """
    _refuse(facts, by)
    table = LanguageTable.objects.create(municipality_id=town, since=local_today(now), **facts.columns)
    _lead(table, facts.leaders)
    audit.note(deed="table made", about=table, town=town, by=by.pk, now=now)
    return table


@transaction.atomic
def change(*, table_id: UUID, facts: TableFacts, by: Account, now: datetime) -> LanguageTable:
    """Other facts from now on; who sits there stays. Twice is harmless.

    Raises:
        LanguageTable.DoesNotExist: not a table of the open town, or ``by`` does not coordinate here.
        NoLeader, NameIsTaken, TooFewSeats: see there.
    """
    table = LanguageTable.objects.select_for_update(no_key=True).get(pk=table_id)
    _refuse(facts, by, table)
    if facts.seats < seats_held(table):
        raise TooFewSeats
    for name, value in facts.columns.items():
        setattr(table, name, value)
    table.save()
    _lead(table, facts.leaders)
    audit.note(deed="table changed", about=table, town=table.municipality_id, by=by.pk, now=now)
    return table


def seats_held(table: LanguageTable) -> int:
    """Seats that are taken or offered; exact while the caller holds the lock of the table."""
    taken: int = TableSeat.objects.current().filter(table=table).count()
    return taken + TableOffer.objects.open().filter(table=table).count()


@transaction.atomic
def close(*, table_id: UUID, by: Account, now: datetime) -> LanguageTable:
    """The table stops: who sat there, or was asked, hears it and waits for a buddy again. Twice is harmless.

    Raises:
        LanguageTable.DoesNotExist: not a table of the open town, or ``by`` does not coordinate here.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise LanguageTable.DoesNotExist
    people = Newcomer.objects.filter(table_seats__table=table_id).order_by("pk")
    list(people.select_for_update(no_key=True, of=("self",)))
    table = LanguageTable.objects.select_for_update(no_key=True).get(pk=table_id)
    if table.closed_on:
        return table
    table.closed_on = today = local_today(now)
    table.save(update_fields=["closed_on"])
    open_offers = list(TableOffer.objects.open().filter(table=table).select_for_update(no_key=True))
    sitting = list(TableSeat.objects.current().filter(table=table).select_for_update(no_key=True))
    table_messages.owe_closed(table, [*open_offers, *sitting], now=now)
    for offer in open_offers:
        offer.state, offer.closed_at = TableOffer.State.WITHDRAWN, now
        offer.save(update_fields=["state", "closed_at"])
    for seat in sitting:
        seat.until = max(seat.since, today)
        seat.save(update_fields=["until"])
    audit.note(deed="table closed", about=table, town=table.municipality_id, by=by.pk, now=now)
    return table


@transaction.atomic
def leave(*, seat_id: UUID, by: Account, now: datetime) -> TableSeat:
    """Give up a seat: the newcomer, or a coordinator in his or her place. Twice is harmless.

    Raises:
        TableSeat.DoesNotExist: not a seat that ``by`` may see.
    """
    known = TableSeat.objects.visible_to(by).get(pk=seat_id)
    Newcomer.objects.select_for_update(no_key=True).get(pk=known.newcomer_id)
    seat = TableSeat.objects.select_for_update(no_key=True).get(pk=seat_id)
    if seat.until is None:
        seat.until = max(seat.since, local_today(now))
        seat.save(update_fields=["until"])
        audit.note(deed="table left", about=seat, town=seat.municipality_id, by=by.pk, now=now)
    return seat
