"""Who has whose file: handed over, taken over, or watched for a colleague who is away. Each change is on record.

Taking over asks for the client number, typed in full: who knows it has the client in the benefits system. The
colleague who had the file sees that it went, to whom and why.
"""

import uuid
from datetime import date, datetime

from backend.obligations import database
from backend.obligations.decisions import NotACaseworkerHere
from backend.obligations.models import Assignment, Delegation, Obligation
from backend.obligations.requests import once
from backend.people.models import Account, AccountQuerySet, Caseworker


class NoSuchFile(Exception):
    """Nobody here has a file with this client number, or it is one's own already."""


class NoSuchColleague(Exception):
    """Not another caseworker of this municipality."""


class AlreadyDelegated(Exception):
    """A colleague already watches over this caseload: end that first."""


def colleagues(by: Account) -> AccountQuerySet:
    """The other caseworkers of the open town."""
    here = Caseworker.objects.filter(until=None).exclude(account=by)
    return Account.objects.filter(pk__in=here.values("account"), is_active=True).order_by("full_name", "pk")


@database.deed
def hand_over(
    *, obligation_id: uuid.UUID, by: Account, to_id: uuid.UUID, request_id: uuid.UUID, now: datetime
) -> Assignment:
    """Give a file of the own caseload to a colleague.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        NoSuchColleague: ``to_id`` is no other caseworker here.
        RequestUsedBefore: this request wrote something else.
    """
    if known := Assignment.objects.filter(request_id=request_id, from_id=by.pk, to_id=to_id).first():
        return known
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if not colleagues(by).filter(pk=to_id).exists():
        raise NoSuchColleague
    return _assign(obligation, to_id, Assignment.Why.HANDED_OVER, request_id=request_id, now=now)


@database.deed
def hand_over_all(*, by: Account, to_id: uuid.UUID, request_id: uuid.UUID, now: datetime) -> list[Assignment]:
    """Give every file of the own caseload to a colleague; what one only watches over stays where it is.

    Raises:
        NoSuchColleague: ``to_id`` is no other caseworker here, or ``by`` is none.
    """
    is_caseworker = Caseworker.objects.select_for_update(no_key=True).filter(account=by, until=None).exists()
    if not is_caseworker or not colleagues(by).filter(pk=to_id).exists():
        raise NoSuchColleague
    mine = Obligation.objects.select_for_update(no_key=True).filter(caseworker_id=by.pk).order_by("pk")
    return [
        _assign(each, to_id, Assignment.Why.HANDED_OVER, request_id=uuid.uuid5(request_id, str(each.pk)), now=now)
        for each in mine
    ]


@database.deed
def take_over(
    *, by: Account, client_number: str, why: Assignment.Why, request_id: uuid.UUID, now: datetime
) -> Obligation:
    """Take the file with this client number into the own caseload.

    Raises:
        NotACaseworkerHere: ``by`` is no caseworker of this town.
        NoSuchFile: there is none, or it is one's own.
        RequestUsedBefore: this request wrote something else.
    """
    if not Caseworker.objects.filter(account=by, until=None).exists():
        raise NotACaseworkerHere
    if known := Assignment.objects.filter(request_id=request_id, to_id=by.pk, why=why).first():
        return known.obligation
    files = Obligation.objects.select_for_update(no_key=True).filter(client_number=client_number.strip())
    found = files.exclude(caseworker_id=by.pk).order_by("linked_at").first()
    if found is None:
        raise NoSuchFile
    _assign(found, by.pk, why, request_id=request_id, now=now)
    return found


def _assign(
    obligation: Obligation, to_id: uuid.UUID, why: Assignment.Why, *, request_id: uuid.UUID, now: datetime
) -> Assignment:
    written = once(
        Assignment,
        request_id=request_id,
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        from_id=obligation.caseworker_id,
        to_id=to_id,
        why=why,
        at=now,
    )
    obligation.caseworker_id = to_id
    obligation.save(update_fields=["caseworker_id"])
    return written


@database.deed
def delegate(
    *, town: str, by: Account, to_id: uuid.UUID, back_on: date | None, request_id: uuid.UUID, now: datetime
) -> Delegation:
    """Let a colleague watch over the whole own caseload, from now until ``come_back``.

    Raises:
        NoSuchColleague: ``to_id`` is no other caseworker here, or ``by`` is none.
        AlreadyDelegated: somebody watches already.
        RequestUsedBefore: this request wrote something else.
    """
    mine = Caseworker.objects.select_for_update(no_key=True).filter(account=by, until=None)
    if not mine.exists() or not colleagues(by).filter(pk=to_id).exists():
        raise NoSuchColleague
    if Delegation.objects.filter(from_id=by.pk, ended_at=None).exclude(request_id=request_id).exists():
        raise AlreadyDelegated
    about = {"municipality_id": town, "from_id": by.pk, "to_id": to_id, "back_on": back_on}
    return once(Delegation, request_id=request_id, **about, since=now)


@database.deed
def come_back(*, by: Account, now: datetime) -> None:
    """Watch over the own caseload again; when nobody watched, nothing changes."""
    Delegation.objects.filter(from_id=by.pk, ended_at=None).update(ended_at=now)


def watched_by(account: Account) -> Delegation | None:
    """Who watches over the caseload of this caseworker now."""
    return Delegation.objects.filter(from_id=account.pk, ended_at=None).first()


def gone_from(account: Account, *, since: datetime) -> list[Assignment]:
    """Files that colleagues took from this caseworker, newest first."""
    taken = Assignment.objects.filter(from_id=account.pk, at__gte=since).exclude(why=Assignment.Why.HANDED_OVER)
    return list(taken.select_related("obligation").order_by("-at"))
