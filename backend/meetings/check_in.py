"""Checking in at a community centre: "I am here", and afterwards "we met", on a screen or a phone at the door.

A code on the wall leads here. It identifies the house and opens nothing; a person is known by the own session, or
by six digits that follow from the account, the house and the day, and that stand on the own page. Wrong digits are
counted, so that nobody can try them all.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.crypto import salted_hmac

from backend.meetings import outcomes
from backend.meetings.attendance import MeetingWasCancelled
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, CheckInMiss, Meeting, Outcome, OutcomeWord
from backend.people.models import Account
from backend.places.clock import local_today
from backend.places.models import CommunityCentre

EARLY, LATE_AFTER = timedelta(hours=1), timedelta(minutes=10)
DIGITS, TRIES, WITHIN = 6, 20, timedelta(hours=1)


class NotTheHour(Exception):
    """Checking in is possible from an hour before the meeting until its end."""


class TooManyWrongCodes(Exception):
    """Too many wrong codes were typed at this house in the last hour."""


class NobodyHasThisCode(Exception):
    """Nobody who meets in this house today has this code."""


def code_of(account_id: UUID, centre_id: UUID, day: date) -> str:
    """The digits of a person at a house on a day; stored nowhere."""
    seal = salted_hmac("meetings.check_in", f"{account_id} {centre_id} {day}", algorithm="sha256").digest()
    return f"{int.from_bytes(seal[:8]) % 10**DIGITS:0{DIGITS}d}"


def meetings_here(account_id: UUID, centre: CommunityCentre, day: date) -> Sequence[Meeting]:
    """What this person has in this house on this day, by hour."""
    mine = Meeting.objects.going_on().filter(centre=centre, local_date=day, attendances__account=account_id)
    return list(mine.for_calendar().order_by("starts_at", "pk"))


@transaction.atomic
def who_is(code: str, centre: CommunityCentre, *, now: datetime) -> Account:
    """Who of those who meet here today has these digits.

    Raises:
        TooManyWrongCodes: too many were wrong lately; also the right ones are not looked at then.
        NobodyHasThisCode: and this try is counted.
    """
    CommunityCentre.objects.select_for_update(no_key=True).get(pk=centre.pk)
    CheckInMiss.objects.filter(centre=centre, at__lte=now - WITHIN).delete()
    if CheckInMiss.objects.filter(centre=centre).count() >= TRIES:
        raise TooManyWrongCodes
    day = local_today(now)
    here = Attendance.objects.filter(meeting__centre=centre, meeting__local_date=day, meeting__cancelled_at=None)
    accounts = Account.objects.filter(pk__in=here.values("account"), is_active=True)
    typed = "".join(digit for digit in code if digit.isdigit())
    found = [account for account in accounts if code_of(account.pk, centre.pk, day) == typed]
    if len(found) != 1:
        raise NobodyHasThisCode
    return found[0]


def note_miss(centre: CommunityCentre, *, now: datetime) -> None:
    """A wrong code was typed; written apart, since the refusal itself takes everything back."""
    CheckInMiss.objects.create(municipality_id=centre.municipality_id, centre=centre, at=now)


@transaction.atomic
def arrive(*, meeting_id: UUID, account: Account, now: datetime) -> Attendance:
    """This person is here now: came, or late from ten minutes after the start on. Twice is fine.

    Raises:
        Meeting.DoesNotExist: not a meeting of this person.
        MeetingWasCancelled: there is nothing to come to.
        NotTheHour: too early, or over.
    """
    meeting = locked_meeting(Meeting.objects.filter(attendances__account=account), meeting_id)
    attendance = meeting.attendances.get(account=account)
    if attendance.words.filter(side=OutcomeWord.Side.CHECK_IN).exists():
        return attendance
    if meeting.cancelled_at:
        raise MeetingWasCancelled
    if not meeting.starts_at - EARLY <= now < meeting.ends_at:
        raise NotTheHour
    outcomes.write(
        attendance,
        Outcome.LATE if now > meeting.starts_at + LATE_AFTER else Outcome.CAME,
        by=account,
        side=OutcomeWord.Side.CHECK_IN,
        request_id=uuid5(attendance.pk, "check-in"),
        now=now,
    )
    return attendance
