"""What a caseworker sees and signs: minutes required, done and confirmed per week, and the frozen statement.

The minutes come from the ledger of meetings, which holds the same for every volunteer. A statement keeps
everything that is printed on it, so that rendering it again gives the same bytes, whatever happens later.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Min
from django_scopes import scopes_disabled

from backend.meetings import entries, ledger, paper
from backend.obligations import bookings, database, ordinances, policy, reading, rules, statement_papers, windows
from backend.obligations.decisions import EndsBeforeStart
from backend.obligations.facts import monday_of
from backend.obligations.models import HoursStatement, Obligation, PolicyVersion, RequirementPeriod
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.places.models import ZONE, Municipality

LONGEST = timedelta(days=5 * 366)
TOTALS = ("required", "done", "confirmed", "excused", "credited", "balance")


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

    @property
    def excused(self) -> int:
        """Minutes not worked, through no fault of the person, that count."""
        return sum(week.excused for week in self.weeks)

    @property
    def credited(self) -> int:
        """Minutes that count."""
        return sum(week.credited for week in self.weeks)

    @property
    def balance(self) -> int:
        """Credited above what is required; below nought there is still something to do."""
        return self.credited - self.required

    def last(self, count: int) -> "Overview":
        """The last weeks of it."""
        weeks = self.weeks[-count:]
        return Overview(starts_on=max(self.starts_on, weeks[0].monday), ends_on=self.ends_on, weeks=weeks)


@dataclass(frozen=True, kw_only=True)
class Whole:
    """All weeks since the first day of a duty, and the windows in which they are compared."""

    overview: Overview
    windows: Sequence[windows.Window]


def whole(obligation: Obligation, *, as_of: date, at_least_weeks: int) -> Whole:
    """From the first day of a duty, or so many weeks ago when that is earlier, up to today."""
    first = RequirementPeriod.objects.filter(obligation=obligation).aggregate(first=Min("starts_on"))["first"]
    ago = monday_of(as_of) - timedelta(weeks=at_least_weeks - 1)
    starts_on = min(monday_of(first), ago) if first else ago
    facts = reading.facts_of([obligation], starts_on=starts_on, ends_on=as_of, as_of=as_of)[obligation.pk]
    weeks = rules.weeks(facts, starts_on=starts_on, ends_on=as_of)
    return Whole(
        overview=Overview(starts_on=starts_on, ends_on=as_of, weeks=weeks),
        windows=windows.windows(weeks, facts.policies),
    )


def overview(obligation: Obligation, *, starts_on: date, ends_on: date, as_of: date | None = None) -> Overview:
    """What was required and done in a period, both days included; the same figures for both readers."""
    return overviews([obligation], starts_on=starts_on, ends_on=ends_on, as_of=as_of)[obligation.pk]


def overviews(
    obligations: Sequence[Obligation], *, starts_on: date, ends_on: date, as_of: date | None = None
) -> dict[uuid.UUID, Overview]:
    """The same for a whole caseload, in as many queries as for one. ``as_of`` is the last day unless said."""
    facts = reading.facts_of(obligations, starts_on=starts_on, ends_on=ends_on, as_of=as_of or ends_on)
    return {
        each.pk: Overview(
            starts_on=starts_on,
            ends_on=ends_on,
            weeks=rules.weeks(facts[each.pk], starts_on=starts_on, ends_on=ends_on),
        )
        for each in obligations
    }


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
    today = local_today(now)
    seen = overview(obligation, starts_on=starts_on, ends_on=ends_on, as_of=today)
    corrections = bookings.corrections(obligation, as_of=today)
    number = ledger.last_number()
    figures = _figures(obligation, in_force, seen) | {
        "corrections": [each.figures for each in corrections],
        "last_entry_number": number,
        "issued_at": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="minutes"),
    }
    statement = HoursStatement.objects.create(
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        policy_version=policy.version_on(ends_on),
        starts_on=starts_on,
        ends_on=ends_on,
        last_entry_number=number,
        figures=figures,
        figures_sha256=paper.checksum(figures),
        issued_at=now,
        issued_by=by.pk,
        request_id=request_id,
    )
    bookings.write(statement, seen.weeks, corrections)
    return statement


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
    articles = ordinances.Articles.until(seen.ends_on)
    return {
        "layout": statement_papers.LAYOUT,
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
        "ordinances": _ordinances(seen),
        "weeks": [_week(week, articles) for week in seen.weeks],
        **{name: getattr(seen, name) for name in TOTALS},
    }


def _week(week: rules.Week, articles: ordinances.Articles) -> dict[str, Any]:
    return {
        "monday": week.monday.isoformat(),
        "label": week.label,
        "required": week.required,
        "done": week.done,
        "confirmed": week.confirmed,
        "excused": week.excused,
        "credited": week.credited,
        "asked_in_full": week.asked.full,
        "not_asked": week.asked.reasons,
        "differences": [_difference(line, articles) for line in week.lines if line.reason],
    }


def _difference(line: rules.Line, articles: ordinances.Articles) -> dict[str, Any]:
    return {
        "day": line.day.isoformat(),
        "kind": line.kind,
        "claimed": line.claimed,
        "credited": line.credited,
        "excused": line.excused,
        "reason": line.reason,
        "rule": line.rule,
        "article": articles.of(line.rule, line.day),
    }


def _ordinances(seen: Overview) -> list[dict[str, str]]:
    """The versions under which the period falls, oldest first."""
    found: list[dict[str, str]] = []
    for version in PolicyVersion.objects.filter(valid_from__lte=seen.ends_on).order_by("valid_from"):
        named = {
            "title": version.title,
            "ordinance_ref": version.ordinance_ref,
            "regime": version.regime,
            "valid_from": version.valid_from.isoformat(),
            "sha256": version.sha256,
        }
        if version.valid_from <= seen.starts_on:
            found = []
        found.append(named)
    return found
