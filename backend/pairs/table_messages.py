"""What people hear about language tables: a seat on offer, somebody who joins, a table that stops."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.pairs.models import LanguageTable, TableOffer, TableSeat
from backend.people.models import Newcomer, Volunteer
from notifications import outbox
from notifications.kinds import About, Context, ContextOf, Kind, Policy, Reader, register, rows


def _of(table: LanguageTable) -> dict[str, str | int]:
    return {
        "table": table.name,
        "house": table.centre.name,
        "address": table.centre.address,
        "weekday": table.weekday,
        "starts_minute": table.starts_minute,
    }


def _tables() -> QuerySet[LanguageTable]:
    return LanguageTable.objects.select_related("centre")


def _offers() -> QuerySet[TableOffer]:
    return TableOffer.objects.select_related("table__centre")


def _seats() -> QuerySet[TableSeat]:
    people = TableSeat.objects.select_related("table__centre", "newcomer__account")
    return people.prefetch_related("table__leaders")


def _offered(offer: TableOffer, _recipient_id: UUID) -> Context | None:
    return _of(offer.table) if offer.state == TableOffer.State.OFFERED else None


def _joined(seat: TableSeat, recipient_id: UUID) -> Context | None:
    still_leads = any(each.account_id == recipient_id for each in seat.table.leaders.all())
    if seat.until or not still_leads:
        return None
    return _of(seat.table) | {"other": seat.newcomer.account.call_name}


def _closed(table: LanguageTable, _recipient_id: UUID) -> Context | None:
    return _of(table)


def _sample() -> Context:
    return {
        "table": "Taaltafel",
        "house": "De Zuidwester",
        "address": "Markt 1",
        "weekday": 2,
        "starts_minute": 10 * 60,
        "other": "Amina",
    }


def _kind(name: str, context: ContextOf, who: Reader, page: str, **policy: Unpack[Policy]) -> Kind:
    return register(
        Kind(
            name=name,
            template=f"messages/{name}",
            context=context,
            path=lambda _subject_id: page,
            who=who,
            sample=_sample,
            **policy,
        )
    )


LEARNING, HELPING = "/mijn/leren/", "/mijn/helpen/"
TABLE_OFFERED = _kind(
    "table_offered",
    About(rows(_offers), _offered),
    Reader.NEWCOMER,
    LEARNING,
    lifetime=timedelta(days=7),
    when=_("When a round has found a seat at a language table for a newcomer."),
)
TABLE_JOINED = _kind(
    "table_joined",
    About(rows(_seats), _joined),
    Reader.VOLUNTEER,
    HELPING,
    lifetime=timedelta(days=7),
    when=_("When a newcomer joins a language table, to each volunteer who leads it."),
)
TABLE_CLOSED = _kind(
    "table_closed",
    About(rows(_tables), _closed),
    Reader.NEWCOMER,
    LEARNING,
    lifetime=timedelta(days=7),
    when=_("When a language table stops, to who sits there or was offered a seat."),
)


def owe_offers(offers: Iterable[TableOffer], *, now: datetime) -> None:
    """To each newcomer to whom a seat is offered."""
    offers = list(offers)
    accounts = dict(
        Newcomer.objects.filter(pk__in=[offer.newcomer_id for offer in offers]).values_list("pk", "account_id")
    )
    outbox.owe_many(
        outbox.message(
            TABLE_OFFERED,
            recipient_id=accounts[offer.newcomer_id],
            subject_id=offer.pk,
            now=now,
            municipality=offer.municipality_id,
            expires_at=offer.answer_before,
        )
        for offer in offers
    )


def owe_joined(seat: TableSeat, *, now: datetime) -> None:
    """To each volunteer who leads the table."""
    leaders = Volunteer.objects.filter(table_leaders__table=seat.table, left_on=None)
    outbox.owe_many(
        outbox.message(
            TABLE_JOINED, recipient_id=account, subject_id=seat.pk, now=now, municipality=seat.municipality_id
        )
        for account in leaders.values_list("account_id", flat=True)
    )


def owe_closed(table: LanguageTable, of: Iterable[TableOffer | TableSeat], *, now: datetime) -> None:
    """To everybody who sits there or was asked."""
    newcomers = Newcomer.objects.filter(pk__in=[each.newcomer_id for each in of])
    outbox.owe_many(
        outbox.message(
            TABLE_CLOSED, recipient_id=account, subject_id=table.pk, now=now, municipality=table.municipality_id
        )
        for account in newcomers.values_list("account_id", flat=True)
    )
