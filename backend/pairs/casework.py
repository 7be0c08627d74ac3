"""Notes and tasks of coordinators about a pair, and how they go to a colleague."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.pairs.models import CaseNote, CoordinatorTask, Pair
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.privacy import audit


class NothingWritten(Exception):
    """A note or a task says something."""


class NotAColleague(Exception):
    """A task goes to somebody who coordinates in this town."""


def _may(by: Account) -> None:
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist


def _colleague(account_id: UUID) -> Account:
    found = Coordinator.objects.filter(account=account_id, until=None).select_related("account").first()
    if found is None:
        raise NotAColleague
    return found.account


@transaction.atomic
def write(*, pair_id: UUID, by: Account, text: str, request_id: UUID, now: datetime) -> CaseNote:
    """Keep a note about a pair. The same request is one note.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        NothingWritten: the text is empty.
        RequestUsedBefore: this request was about another pair.
    """
    _may(by)
    if not text.strip():
        raise NothingWritten
    pair = Pair.objects.get(pk=pair_id)
    if known := CaseNote.objects.filter(written_by=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    return CaseNote.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        text=text,
        written_by=by,
        written_at=now,
        request_id=request_id,
    )


@transaction.atomic
def add_task(
    *, pair_id: UUID, by: Account, text: str, due_on: date, to: UUID, request_id: UUID, now: datetime
) -> CoordinatorTask:
    """Something to do about a pair, for oneself or a colleague. The same request is one task.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        NothingWritten: the text is empty.
        NotAColleague: ``to`` does not coordinate here.
        RequestUsedBefore: this request was about another pair.
    """
    _may(by)
    if not text.strip():
        raise NothingWritten
    pair, owner = Pair.objects.get(pk=pair_id), _colleague(to)
    if known := CoordinatorTask.objects.filter(made_by=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    return CoordinatorTask.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        text=text,
        due_on=due_on,
        assigned_to=owner,
        made_by=by,
        made_at=now,
        request_id=request_id,
    )


@transaction.atomic
def finish(*, task_id: UUID, by: Account, now: datetime) -> CoordinatorTask:
    """It is done. Twice is fine.

    Raises:
        CoordinatorTask.DoesNotExist: ``by`` does not coordinate in the open town.
    """
    found: CoordinatorTask = CoordinatorTask.objects.visible_to(by).select_for_update(no_key=True).get(pk=task_id)
    if found.done_at is None:
        found.done_at, found.done_by = now, by
        found.save(update_fields=["done_at", "done_by"])
    return found


@transaction.atomic
def hand_over(*, by: Account, to: UUID, now: datetime) -> int:
    """All open tasks of ``by`` go to a colleague; how many. Twice is fine.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        NotAColleague: ``to`` does not coordinate here.
    """
    _may(by)
    owner = _colleague(to)
    mine = list(CoordinatorTask.objects.filter(assigned_to=by, done_at=None).select_for_update(no_key=True))
    for task in mine:
        task.assigned_to = owner
        task.save(update_fields=["assigned_to"])
        audit.note(deed="task handed over", about=task, town=task.municipality_id, by=by.pk, now=now)
    return len(mine)
