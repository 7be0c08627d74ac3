"""A seat at a language table is offered to a newcomer, who says yes or no.

Every deed locks the newcomer, then the table, then the offer, and only then looks at its state.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.pairs import language_tables, problem, table_messages
from backend.pairs.models import FoundSeat, LanguageTable, Pair, TableOffer, TableSeat
from backend.people.models import Account, Newcomer
from backend.places import programme
from backend.places.clock import local_today
from backend.privacy import audit

State = TableOffer.State
TIME_TO_ANSWER = timedelta(days=7)


class TableOfferClosed(Exception):
    """The seat is not on offer to this person any more."""


def offer(found: Iterable[FoundSeat], *, now: datetime) -> list[TableOffer]:
    """Offer the seats that a round found, but for what changed since: who waits, who is kept apart, what is free."""
    waiting = set(problem.waiting().values_list("pk", flat=True))
    excluded = problem.excluded()
    wanted = [seat for seat in found if seat.newcomer_id in waiting]
    tables = LanguageTable.objects.going_on().select_for_update(no_key=True).order_by("pk")
    known = {table.pk: table for table in tables.filter(pk__in={seat.table_id for seat in wanted})}
    free = {pk: table.seats - language_tables.seats_held(table) for pk, table in known.items()}
    leaders = {pk: [str(one) for one in table.leaders.values_list("pk", flat=True)] for pk, table in known.items()}
    made = []
    for seat in wanted:
        is_apart = any((str(seat.newcomer_id), one) in excluded for one in leaders.get(seat.table_id, []))
        if free.get(seat.table_id, 0) > 0 and not is_apart:
            free[seat.table_id] -= 1
            made.append(_offer(seat, now))
    offers = TableOffer.objects.bulk_create(made)
    table_messages.owe_offers(offers, now=now)
    return offers


def _offer(seat: FoundSeat, now: datetime) -> TableOffer:
    return TableOffer(
        municipality_id=seat.municipality_id,
        round_id=seat.round_id,
        newcomer_id=seat.newcomer_id,
        table_id=seat.table_id,
        distance_m=seat.distance_m,
        made_at=now,
        answer_before=now + TIME_TO_ANSWER,
    )


def _locked(offer_id: UUID, by: Account) -> TableOffer:
    known = TableOffer.objects.filter(newcomer__account=by).get(pk=offer_id)
    newcomer = Newcomer.objects.select_for_update(no_key=True).get(pk=known.newcomer_id)
    table = LanguageTable.objects.select_for_update(no_key=True).get(pk=known.table_id)
    found: TableOffer = TableOffer.objects.select_for_update(no_key=True).get(pk=offer_id)
    found.newcomer, found.table = newcomer, table
    return found


def _close(found: TableOffer, state: State, now: datetime) -> TableOffer:
    found.state, found.closed_at = state, now
    found.save(update_fields=["state", "closed_at"])
    return found


@transaction.atomic
def accept(*, offer_id: UUID, by: Account, now: datetime) -> TableOffer:
    """Yes: the seat is taken from today, and who leads the table hears it. Twice is harmless.

    Raises:
        TableOffer.DoesNotExist: not an offer to ``by`` in the open town.
        TableOfferClosed: it is not open any more, or the newcomer has a buddy by now.
    """
    found = _locked(offer_id, by)
    if found.state == State.ACCEPTED:
        return found
    has_buddy = Pair.objects.current().filter(newcomer=found.newcomer).exists()
    is_open = found.state == State.OFFERED and now < found.answer_before
    if not is_open or has_buddy or found.table.closed_on or not found.newcomer.takes_part:
        raise TableOfferClosed
    _close(found, State.ACCEPTED, now)
    seat = TableSeat.objects.create(
        municipality_id=found.municipality_id,
        table=found.table,
        newcomer=found.newcomer,
        offer=found,
        since=local_today(now),
    )
    table_messages.owe_joined(seat, now=now)
    audit.note(deed="table joined", about=seat, town=seat.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def decline(*, offer_id: UUID, by: Account, now: datetime) -> TableOffer:
    """No: the seat is free again. Twice is harmless.

    Raises:
        TableOffer.DoesNotExist: not an offer to ``by`` in the open town.
        TableOfferClosed: it is not open any more.
    """
    found = _locked(offer_id, by)
    if found.state == State.DECLINED:
        return found
    if found.state != State.OFFERED:
        raise TableOfferClosed
    audit.note(deed="table declined", about=found, town=found.municipality_id, by=by.pk, now=now)
    return _close(found, State.DECLINED, now)


def expire_due(*, now: datetime) -> int:
    """Close the offers of the open town that were not answered in time; how many."""
    due = TableOffer.objects.open().filter(answer_before__lte=now)
    closed: int = due.update(state=State.EXPIRED, closed_at=now)
    return closed


def expire_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: expire_due(now=now), doing="Closing offers of seats")
