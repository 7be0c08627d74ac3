"""A newcomer's own hours: the same meetings can count as participation hours for civic integration.

Only the newcomer asks for it, about the own hours, under rules of their own (``participation.toml``: Z-route 800
hours, MAP, PVT). Nothing is owed and nobody else sees it: the newcomer's side is voluntary.
"""

import tomllib
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from backend.meetings import outcomes, paper
from backend.meetings.models import Attendance, Outcome
from backend.obligations import database
from backend.obligations.models import ParticipationStatement
from backend.obligations.requests import once
from backend.people.models import Account, Newcomer
from backend.places.clock import local_today
from backend.places.models import ZONE, Municipality

FILE = Path(__file__).parent / "participation.toml"
WAS_THERE = frozenset({Outcome.CAME, Outcome.LATE})
LAYOUT = 2  # less than an hour is said in minutes alone; statements without a layout print as they did
TEMPLATE = Path(__file__).parent / "statement_templates" / "participation.typ"


class NotANewcomer(Exception):
    """Only who learns here has participation hours."""


class PeriodIsWrong(Exception):
    """The last day lies before the first, or after today."""


@dataclass(frozen=True, kw_only=True)
class Route:
    """A part of civic integration for which hours can count; read in ``source`` of ``read_on``."""

    law: str
    valid_from: date
    target_minutes: int
    source: str
    read_on: date


@cache
def routes() -> dict[str, Route]:
    """The routes by their short name."""
    return {name: Route(**about) for name, about in tomllib.loads(FILE.read_text(encoding="utf-8")).items()}


@dataclass(frozen=True, kw_only=True)
class Met:
    """One meeting at which the newcomer was."""

    day: date
    minutes: int
    both_say_so: bool


def meetings_of(person: Account, *, starts_on: date, ends_on: date) -> list[Met]:
    """The meetings of these days at which the newcomer was, by day; minutes as planned.

    The newcomer's own word, the check-in at the door or the list of a language table says so; each meeting is one.
    """
    mine = Attendance.objects.filter(
        account=person,
        side=Attendance.Side.NEWCOMER,
        meeting__cancelled_at=None,
        meeting__local_date__range=(starts_on, ends_on),
    )
    rows = list(mine.select_related("meeting").order_by("starts_at"))
    known = outcomes.of([each.meeting_id for each in rows])
    led = Attendance.objects.filter(side=Attendance.Side.VOLUNTEER, answer=Attendance.Answer.HELD)
    said = set(led.filter(meeting__in=mine.values("meeting")).values_list("meeting_id", flat=True))
    return [
        Met(day=each.meeting.local_date, minutes=each.meeting.minutes, both_say_so=each.meeting_id in said)
        for each in rows
        if known[each.meeting_id].get(person.pk) in WAS_THERE
    ]


@database.deed
def issue(
    *, town: str, by: Account, route: str, starts_on: date, ends_on: date, request_id: uuid.UUID, now: datetime
) -> ParticipationStatement:
    """Freeze the newcomer's own hours of a period for a route.

    Raises:
        NotANewcomer: ``by`` does not learn in this town.
        PeriodIsWrong: it ends before it starts, or after today.
        RequestUsedBefore: this request wrote something else.
    """
    if ends_on < starts_on or ends_on > local_today(now):
        raise PeriodIsWrong
    if not Newcomer.objects.filter(account=by).exists():
        raise NotANewcomer
    before = ParticipationStatement.objects.filter(request_id=request_id, person_id=by.pk).first()
    about = {"person_id": by.pk, "route": route, "starts_on": starts_on, "ends_on": ends_on}
    figures = before.figures if before else {}
    if not before:
        figures = _figures(by, town, route, starts_on=starts_on, ends_on=ends_on, now=now)
    return once(
        ParticipationStatement,
        request_id=request_id,
        municipality_id=town,
        **about,
        figures=figures,
        figures_sha256=paper.checksum(figures),
        issued_at=before.issued_at if before else now,
    )


def _figures(
    person: Account, town: str, route: str, *, starts_on: date, ends_on: date, now: datetime
) -> dict[str, Any]:
    rule = routes()[route]
    met = meetings_of(person, starts_on=max(starts_on, rule.valid_from), ends_on=ends_on)
    return {
        "layout": LAYOUT,
        "municipality": Municipality.objects.get(pk=town).name,
        "person": person.full_name,
        "route": route,
        "law": rule.law,
        "target_minutes": rule.target_minutes,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "meetings": [
            {"day": each.day.isoformat(), "minutes": each.minutes, "both_say_so": each.both_say_so} for each in met
        ],
        "minutes": sum(each.minutes for each in met),
        "confirmed": sum(each.minutes for each in met if each.both_say_so),
        "issued_at": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="minutes"),
    }


def own(person: Account) -> list[ParticipationStatement]:
    """The statements that this person asked for, newest first."""
    return list(ParticipationStatement.objects.filter(person_id=person.pk).order_by("-issued_at"))


def as_pdf(statement: ParticipationStatement) -> bytes:
    """The statement in Dutch as PDF/A; the same bytes every time."""
    data = paper.canonical(statement.figures | {"sha256": statement.figures_sha256, "number": str(statement.pk)})
    return paper.pdf(TEMPLATE, {"statement": data.decode()})
