"""Minutes beside a meeting: the person writes them down, a caseworker accepts or strikes them; nothing is erased."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from backend.meetings import ledger
from backend.obligations import database
from backend.obligations.models import ExtraHours, Obligation
from backend.obligations.requests import once
from backend.people.models import Account
from backend.places.clock import local_today


class NoSuchHours(Exception):
    """Not in this file, or struck out before."""


class NoSuchMeeting(Exception):
    """One prepares a meeting of one's own for which hours are written down."""


class NotOverYet(Exception):
    """Hours of days to come cannot be written down."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Minutes on a day. Preparation names the day of the meeting: the meeting is found by it."""

    kind: ExtraHours.Kind
    day: date
    minutes: int


@database.deed
def add(*, obligation_id: uuid.UUID, by: Account, spent: Spent, request_id: uuid.UUID, now: datetime) -> ExtraHours:
    """Write minutes down, as the person or as the caseworker.

    Raises:
        Obligation.DoesNotExist: neither one's own nor in the caseload of ``by``.
        NotOverYet: the day lies after today.
        NoSuchMeeting: preparation, and no hours of a meeting on that day.
        RequestUsedBefore: this request wrote something else.
    """
    if spent.day > local_today(now):
        raise NotOverYet
    mine = Obligation.objects.about(by).filter(pk=obligation_id).first()
    obligation = mine or Obligation.objects.visible_to(by).get(pk=obligation_id)
    return once(
        ExtraHours,
        request_id=request_id,
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        **asdict(spent),
        meeting_id=_meeting(obligation, spent),
        is_from_caseworker=mine is None,
        by=by.pk,
        at=now,
    )


def _meeting(obligation: Obligation, spent: Spent) -> uuid.UUID | None:
    if spent.kind != ExtraHours.Kind.PREPARATION:
        return None
    claims = ledger.claims_of(obligation.person_id, starts_on=spent.day, ends_on=spent.day)
    prepared = ExtraHours.objects.filter(obligation=obligation, reverses=None, struck_by=None)
    taken = set(prepared.values_list("meeting_id", flat=True))
    standing = [claim.meeting_id for claim in claims if claim.takes_time]
    free = [meeting for meeting in standing if meeting not in taken] or standing
    if not free:
        raise NoSuchMeeting
    return free[0]


@database.deed
def judge(
    *,
    obligation_id: uuid.UUID,
    by: Account,
    hours_id: uuid.UUID,
    accept: bool,
    request_id: uuid.UUID,
    now: datetime,
) -> ExtraHours:
    """Strike minutes out with a counter-row; when they are accepted they stand again, from the caseworker.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        NoSuchHours: not in this file, or struck out before.
        RequestUsedBefore: this request wrote something else.
    """
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    rows = ExtraHours.objects.filter(obligation=obligation, reverses=None)
    found = rows.filter(pk=hours_id).first()
    if found is None or ExtraHours.objects.filter(reverses=found).exclude(request_id=request_id).exists():
        raise NoSuchHours
    about = {
        "municipality_id": obligation.municipality_id,
        "obligation": obligation,
        "kind": found.kind,
        "day": found.day,
        "minutes": found.minutes,
        "meeting_id": found.meeting_id,
        "is_from_caseworker": True,
        "by": by.pk,
        "at": now,
    }
    struck = once(ExtraHours, request_id=request_id, reverses=found, **about)
    if not accept:
        return struck
    return once(ExtraHours, request_id=uuid.uuid5(request_id, "accepted"), **about)


def of(obligation: Obligation) -> list[ExtraHours]:
    """The rows that stand, newest first."""
    standing = ExtraHours.objects.filter(obligation=obligation, reverses=None, struck_by=None)
    return list(standing.order_by("-day", "-at"))
