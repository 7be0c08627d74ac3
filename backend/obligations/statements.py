"""What a caseworker sees and signs: minutes required, done and confirmed per week, and the frozen statement.

The minutes come from the ledger of meetings, which holds the same for every volunteer. A statement keeps
everything that is printed on it, so that rendering it again gives the same bytes, whatever happens later.
"""

import csv
import io
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django_scopes import scopes_disabled

from backend.meetings import entries, ledger, paper
from backend.obligations import database, rules
from backend.obligations.decisions import EndsBeforeStart
from backend.obligations.models import HoursStatement, Obligation, RequirementPeriod
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.places.models import ZONE, Municipality

TEMPLATE = Path(__file__).parent / "statement_templates" / "statement.typ"
COUNTED = {ledger.State.CLAIMED, ledger.State.CONFIRMED}
LONGEST = timedelta(days=5 * 366)


class NothingToState(Exception):
    """No decision asks minutes in this period."""


class NotOverYet(Exception):
    """Of days to come nobody can state what was done."""


class PeriodTooLong(Exception):
    """A statement is about five years at most."""


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The weeks of a period, oldest first, with their sums in minutes."""

    starts_on: date
    ends_on: date
    weeks: Sequence[rules.Week]

    @property
    def required(self) -> int:
        """Minutes required in all weeks together."""
        return sum(week.required for week in self.weeks)

    @property
    def done(self) -> int:
        """Minutes said to be done, confirmed or not yet."""
        return sum(week.done for week in self.weeks)

    @property
    def confirmed(self) -> int:
        """Minutes confirmed by somebody else."""
        return sum(week.confirmed for week in self.weeks)


def overview(obligation: Obligation, *, starts_on: date, ends_on: date) -> Overview:
    """What was required and done in a period, both days included; the same figures for both readers."""
    return overviews([obligation], starts_on=starts_on, ends_on=ends_on)[obligation.pk]


def overviews(obligations: Sequence[Obligation], *, starts_on: date, ends_on: date) -> dict[uuid.UUID, Overview]:
    """The same for a whole caseload, in as many queries as for one."""
    periods = RequirementPeriod.objects.filter(obligation__in=obligations)
    required: dict[uuid.UUID, list[rules.Requirement]] = {each.pk: [] for each in obligations}
    for period in periods.touching(starts_on=starts_on, ends_on=ends_on).order_by("starts_on"):
        required[period.obligation_id].append(
            rules.Requirement(
                starts_on=period.starts_on,
                ends_on=period.ends_on or ends_on,
                minutes_per_week=period.minutes_per_week,
            )
        )
    claims = ledger.claims_of_many([each.person_id for each in obligations], starts_on=starts_on, ends_on=ends_on)
    return {
        each.pk: Overview(
            starts_on=starts_on,
            ends_on=ends_on,
            weeks=rules.weeks(
                requirements=required[each.pk],
                worked=[_worked(claim) for claim in claims[each.person_id] if claim.state in COUNTED],
                starts_on=starts_on,
                ends_on=ends_on,
            ),
        )
        for each in obligations
    }


def _worked(claim: ledger.ClaimState) -> rules.Worked:
    """A meeting counts on the local day on which it begins, also when it ends after midnight."""
    day = claim.starts_at.astimezone(ZoneInfo(ZONE)).date()
    return rules.Worked(day=day, minutes=claim.minutes, is_confirmed=claim.state == ledger.State.CONFIRMED)


@database.deed
def issue(
    *,
    obligation_id: uuid.UUID,
    by: Account,
    starts_on: date,
    ends_on: date,
    request_id: uuid.UUID,
    now: datetime,
) -> HoursStatement:
    """Freeze the figures of a period; the same request gives the same statement.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        EndsBeforeStart: the last day lies before the first.
        NotOverYet: the last day lies after today.
        PeriodTooLong: longer than five years.
        NothingToState: no decision asks minutes in the period.
        RequestUsedBefore: this request was about another person or another period.
    """
    _refuse_period(starts_on, ends_on, today=local_today(now))
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := _issued_before(request_id):
        if (known.obligation_id, known.starts_on, known.ends_on) != (obligation.pk, starts_on, ends_on):
            raise RequestUsedBefore
        return known
    periods = RequirementPeriod.objects.filter(obligation=obligation).select_related("decision")
    in_force = list(periods.touching(starts_on=starts_on, ends_on=ends_on).order_by("starts_on"))
    if not in_force:
        raise NothingToState
    entries.lock(obligation.municipality_id)  # or a line is written between the figures and their last number
    seen = overview(obligation, starts_on=starts_on, ends_on=ends_on)
    number = ledger.last_number()
    figures = _figures(obligation, in_force, seen) | {
        "last_entry_number": number,
        "issued_at": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="minutes"),
    }
    return HoursStatement.objects.create(
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        starts_on=starts_on,
        ends_on=ends_on,
        last_entry_number=number,
        figures=figures,
        figures_sha256=paper.checksum(figures),
        issued_at=now,
        issued_by=by.pk,
        request_id=request_id,
    )


def _issued_before(request_id: uuid.UUID) -> HoursStatement | None:
    with scopes_disabled():  # a request id is unique over all towns; what is not the caller's is not given back
        return HoursStatement.objects.filter(request_id=request_id).first()


def _refuse_period(starts_on: date, ends_on: date, *, today: date) -> None:
    if ends_on < starts_on:
        raise EndsBeforeStart
    if ends_on > today:
        raise NotOverYet
    if ends_on - starts_on > LONGEST:
        raise PeriodTooLong


def _figures(obligation: Obligation, periods: Sequence[RequirementPeriod], seen: Overview) -> dict[str, Any]:
    person = Account.objects.get(pk=obligation.person_id)
    return {
        "municipality": Municipality.objects.get(pk=obligation.municipality_id).name,
        "person": person.full_name,
        "client_number": obligation.client_number,
        "decisions": [
            {
                "case_reference": period.decision.case_reference,
                "legal_basis": period.decision.legal_basis,
                "decided_on": period.decision.decided_on.isoformat(),
                "starts_on": period.starts_on.isoformat(),
                "ends_on": period.ends_on.isoformat() if period.ends_on else "",
                "minutes_per_week": period.minutes_per_week,
            }
            for period in periods
        ],
        "starts_on": seen.starts_on.isoformat(),
        "ends_on": seen.ends_on.isoformat(),
        "weeks": [asdict(week) | {"monday": week.monday.isoformat(), "label": week.label} for week in seen.weeks],
        "required": seen.required,
        "done": seen.done,
        "confirmed": seen.confirmed,
    }


def as_pdf(statement: HoursStatement) -> bytes:
    """The statement in Dutch as PDF/A (see ``meetings.paper`` for rare scripts); the same bytes every time."""
    data = paper.canonical(statement.figures | {"sha256": statement.figures_sha256, "number": str(statement.pk)})
    return paper.pdf(TEMPLATE, {"statement": data.decode()})


def as_csv(statement: HoursStatement) -> str:
    """The weeks of the statement, one a row, minutes as integers; Dutch headings, RFC 4180."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["week", "maandag", "gevraagd_minuten", "gedaan_minuten", "bevestigd_minuten"])
    for week in statement.figures["weeks"]:
        rows.writerow([week["label"], week["monday"], week["required"], week["done"], week["confirmed"]])
    rows.writerow(["totaal", "", *(statement.figures[key] for key in ("required", "done", "confirmed"))])
    return out.getvalue()
