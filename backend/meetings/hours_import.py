"""Hours from a CSV file (RFC 4180, UTF-8): each line on its own, wrong ones come back with what to do.

Columns: ``date`` (2026-11-25), ``start`` (18:00, wall time), ``minutes``, ``volunteer`` and ``newcomer`` (mail
address, phone number or id). Reading the same file again changes nothing.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TypeVar
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db.models import Q

from backend.meetings import hours_rows, ledger, limits, planning
from backend.meetings.attendance import MeetingIsNotOver
from backend.pairs.models import Pair
from backend.people import contacts
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore

Value = TypeVar("Value")
COLUMNS = ("date", "start", "minutes", "volunteer", "newcomer")
TO_DO: dict[type[Exception], str] = {
    limits.MinutesOutOfRange: "Write between 15 and 240 minutes.",
    hours_rows.NotTogetherThen: "Look at the day: these two were not a pair then.",
    hours_rows.TooLongAgo: "Leave it out: hours of more than a year ago are not entered any more.",
    hours_rows.HoursStandAlready: "Leave it out, or correct the hours that stand already.",
    hours_rows.VolunteerSaysOtherwise: "Ask the volunteer, who said that they did not meet.",
    MeetingIsNotOver: "Look at the day and the time: this meeting is not over yet.",
    planning.InAnotherMeetingThen: "Look at the time: one of the two was in another meeting then.",
    ledger.ClaimIsInAnotherState: "Leave it out: a coordinator decided about these hours.",
    RequestUsedBefore: "Leave it out: this line was entered before with other times.",
}


class WrongColumns(Exception):
    """The first line does not name the columns date, start, minutes, volunteer, newcomer."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one line; ``to_do`` is empty when its hours stand."""

    line: int
    fields: dict[str, str]
    to_do: str = ""


def enter_all(lines: Iterable[str], *, town: str, by: Account, now: datetime) -> Iterator[Outcome]:
    """Enter every line of a file into the ledger of the open town, one transaction a line.

    Raises:
        WrongColumns: before anything is entered.
    """
    rows = csv.DictReader(lines)
    if not set(COLUMNS) <= set(rows.fieldnames or ()):
        raise WrongColumns
    for fields in rows:
        told = {name: (fields.get(name) or "").strip() for name in COLUMNS}
        yield Outcome(line=rows.line_num, fields=told, to_do=_enter(told, town=town, by=by, now=now))


def _enter(told: dict[str, str], *, town: str, by: Account, now: datetime) -> str:
    try:
        row = _row(told)
    except ValueError as error:
        return str(error)
    request_id = uuid5(NAMESPACE_URL, f"import-hours/{town}/{row.pair_id}/{row.starts_at.isoformat()}/{row.minutes}")
    try:
        hours_rows.enter(row=row, by=by, how="Import", request_id=request_id, now=now)
    except ledger.HoursOverlap as error:
        return f"{error} Correct the times here, or those hours first."
    except tuple(TO_DO) as error:
        return TO_DO[type(error)]
    return ""


def _row(told: dict[str, str]) -> hours_rows.Row:
    """Raises ValueError with what to write, when a field says nothing."""
    return hours_rows.Row(
        pair_id=_pair(told["volunteer"], told["newcomer"]),
        on=_read(date.fromisoformat, told["date"], "Write the date as 2026-11-25."),
        starts_local=_read(time.fromisoformat, told["start"], "Write the start as 18:00."),
        minutes=_read(int, told["minutes"], "Write the minutes as a whole number."),
    )


def _read(reader: Callable[[str], Value], text: str, to_do: str) -> Value:
    try:
        return reader(text)
    except ValueError as error:
        raise ValueError(to_do) from error


def _pair(volunteer: str, newcomer: str) -> UUID:
    helps, learns = _account(volunteer, "volunteer"), _account(newcomer, "newcomer")
    pairs = Pair.objects.filter(volunteer__account=helps, newcomer__account=learns).order_by("-started_on")
    found = pairs.values_list("pk", flat=True).first()
    if found is None:
        raise ValueError("Look at both people: they are not a pair in this town.")
    return found


def _account(told: str, whom: str) -> UUID:
    found = Account.objects.filter(_is(told)).values_list("pk", flat=True).first()
    if found is None:
        raise ValueError(f"Look at the {whom}: nobody has this mail address, phone number or id.")
    return found


def _is(told: str) -> Q:
    try:
        return Q(pk=UUID(told))
    except ValueError:
        pass
    try:
        return Q(phone=contacts.e164(told))
    except contacts.NotAPhoneNumber:
        return Q(mail__iexact=told) if told else Q(pk=None)
