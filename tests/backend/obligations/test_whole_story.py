"""Real rows from the ledger to the statement: the worked example, and what is known later is booked beside it."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from backend.meetings import attendance, ledger, outcomes
from backend.meetings.models import Why
from backend.obligations import decisions, extra_hours, statement_papers, statements
from backend.obligations.facts import Reason
from backend.obligations.models import Booking, ExtraHours, Ground, HoursStatement, LegalBasis, ObligationDecision
from backend.people.models import Account
from tests import make
from tests.backend.meetings.hours import claimed, write
from tests.backend.obligations.duties import caseworker_of, changed, letter, linked, stated, undone, worked

pytestmark = pytest.mark.usefixtures("town")
Kind = ObligationDecision.Kind
NOT_THERE = {"why": Why.OTHER_NOT_THERE}
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
FIRST = make.MONDAY - 4 * WEEK
FOUR_WEEKS = {"starts_on": FIRST, "ends_on": make.MONDAY - DAY}


def prepared(obligation, day, minutes=30):
    return extra_hours.add(
        obligation_id=obligation.pk,
        by=Account.objects.get(pk=obligation.person_id),
        spent=extra_hours.Spent(kind=ExtraHours.Kind.PREPARATION, day=day, minutes=minutes),
        request_id=uuid.uuid4(),
        now=make.NOON,
    )


def missed(obligation, *, days_ago):
    """The person came to a meeting of the own pair, and says that the newcomer was not there."""
    weekly = make.MeetingSeries.objects.get(pair__volunteer__account=obligation.person_id)
    meeting = make.meeting(starts_at=make.NOON - days_ago * DAY, series=weekly)
    me = Account.objects.get(pk=obligation.person_id)
    for deed, said in ((attendance.answer, {"answer": "NOT_HELD", "minutes": None}), (outcomes.explain, NOT_THERE)):
        deed(meeting_id=meeting.pk, by=me, request_id=uuid.uuid4(), now=make.NOON, **said)
    return meeting


def worked_example():
    """Four hours a week, six meetings of an hour and a half, four times prepared, two no-shows, an exemption."""
    obligation = linked()
    for days_ago in (27, 25, 20, 18, 14, 6):
        worked(obligation, days_ago=days_ago)
    for days_ago in (27, 25, 20, 18):
        prepared(obligation, make.MONDAY - days_ago * DAY)
    make.series(pair=make.Pair.objects.get(volunteer__account=obligation.person_id))
    for days_ago in (19, 4):
        missed(obligation, days_ago=days_ago)
    wednesday = FIRST + 16 * DAY
    about = {"starts_on": wednesday, "ends_on": wednesday + 4 * DAY, "share_pct": 100}
    changed(obligation, Kind.EXEMPT, ground=Ground.CARE_TASKS, **about)
    return obligation


def test_the_worked_example_is_the_same_from_real_rows():
    obligation = worked_example()

    seen = statements.overview(obligation, **FOUR_WEEKS, as_of=make.MONDAY)
    figures = stated(obligation, **FOUR_WEEKS).figures

    assert (seen.required, seen.done, seen.excused, seen.credited, seen.balance) == (780, 660, 120, 780, 0)
    assert [figures[name] for name in ("required", "done", "excused", "credited", "balance")] == [
        780,
        660,
        120,
        780,
        0,
    ]
    assert figures["weeks"][2]["not_asked"] == [
        {"reason": "EXEMPT", "minutes": 171},
        {"reason": "ROUNDING", "minutes": 9},
    ]


def test_two_statements_of_one_moment_say_the_same():
    obligation = worked_example()

    one, other = (stated(obligation, **FOUR_WEEKS) for _ in range(2))

    assert one.figures_sha256 == other.figures_sha256
    assert statement_papers.as_csv(one) == statement_papers.as_csv(other)


class TestWhatIsKnownLater:
    def test_a_retroactive_exemption_is_booked_with_counter_entries_and_changes_no_paper(self):
        obligation = linked()
        worked(obligation, days_ago=20)
        before = stated(obligation, **FOUR_WEEKS)
        bytes_before = statement_papers.as_pdf(before)

        changed(
            obligation, Kind.EXEMPT, starts_on=FIRST, ends_on=FIRST + 6 * DAY, ground=Ground.CARE_TASKS, share_pct=50
        )
        after = stated(obligation, starts_on=make.MONDAY, ends_on=make.MONDAY)

        [correction] = after.figures["corrections"]
        assert (correction["was"]["required"], correction["now"]["required"]) == (240, 120)
        rows = Booking.objects.filter(statement=before, monday=FIRST).order_by("required")
        assert [(row.required, row.reverses is not None) for row in rows] == [
            (-240, True),
            (120, False),
            (240, False),
        ]
        assert rows.aggregate(sum=Sum("required"))["sum"] == 120
        assert statement_papers.as_pdf(HoursStatement.objects.get(pk=before.pk)) == bytes_before

    def test_is_booked_once(self):
        obligation = linked()
        stated(obligation, **FOUR_WEEKS)
        changed(obligation, Kind.EXEMPT, starts_on=FIRST, ends_on=FIRST, ground=Ground.DETENTION, share_pct=100)
        today = {"starts_on": make.MONDAY, "ends_on": make.MONDAY}

        first, second = (stated(obligation, **today) for _ in range(2))

        assert len(first.figures["corrections"]) == 1
        assert second.figures["corrections"] == []

    def test_a_decision_annulled_after_an_objection_keeps_the_hours_and_counts_none(self):
        obligation = linked()
        worked(obligation, days_ago=5, minutes=90)
        stated(obligation, **FOUR_WEEKS)

        undone(obligation, obligation.decisions.get(), Kind.ANNUL_AFTER_OBJECTION)

        seen = statements.overview(obligation, **FOUR_WEEKS)
        assert (seen.required, seen.done, seen.credited) == (0, 90, 0)
        [line] = [line for week in seen.weeks for line in week.lines]
        assert line.reason == Reason.OUTSIDE_PERIOD
        assert ledger.claims_of(obligation.person_id, **FOUR_WEEKS)[0].minutes == 90

    def test_another_ordinance_never_changes_a_statement_that_was_issued(self):
        obligation = linked()
        before = stated(obligation, **FOUR_WEEKS)
        bytes_before = statement_papers.as_pdf(before)

        make.ordinance(valid_from=make.MONDAY, averaging_weeks=1, legal_bases_allowed=["VOLUNTARY"])
        after = stated(obligation, starts_on=make.MONDAY - DAY, ends_on=make.MONDAY)

        assert after.figures["corrections"] == []
        assert statement_papers.as_pdf(HoursStatement.objects.get(pk=before.pk)) == bytes_before

    @pytest.mark.parametrize("rows", [Booking, HoursStatement])
    def test_is_never_written_over(self, rows):
        stated(linked(), **FOUR_WEEKS)

        with pytest.raises(IntegrityError, match="is refused"), transaction.atomic(using="duties"):
            rows.objects.update(municipality_id="GM0001")


class TestTheLawChanges:
    NEW_YEAR = date(2027, 1, 1)
    THEN = datetime(2027, 1, 18, 11, 0, tzinfo=UTC)

    def about_the_turn(self, obligation):
        period = {"starts_on": date(2026, 12, 28), "ends_on": date(2027, 1, 10)}
        return statements.overview(obligation, **period, as_of=self.THEN.date())

    def hours_around_new_year(self, obligation):
        for day in (30, 37):  # 2026-12-30 and 2027-01-06, both Wednesdays
            starts_at = datetime(2026, 12, 1, 11, 0, tzinfo=UTC) + (day - 1) * DAY
            write(ledger.confirm, claimed(obligation.person_id, starts_at=starts_at, minutes=90, now=self.THEN))

    def test_and_the_old_duty_ends_with_2026_in_the_middle_of_week_53_of_one_running_placement(self):
        obligation = linked()
        self.hours_around_new_year(obligation)

        week53, week1 = self.about_the_turn(obligation).weeks

        assert (week53.label, week53.required, week53.credited) == ("2026-W53", 135, 90)  # 4/7 of 240 is 137
        assert (week1.label, week1.required, week1.done, week1.credited) == ("2027-W01", 0, 90, 0)
        assert week1.lines[0].reason == Reason.NOTHING_ASKED_BY_LAW

    def test_and_an_agreement_under_the_new_law_goes_on_beside_it(self):
        make.ordinance(valid_from=self.NEW_YEAR, regime="PW_2027", legal_bases_allowed=["PW_2027_PARTICIPATION"])
        obligation = linked(decision=letter(ends_on=date(2026, 12, 31)))
        decisions.decide(
            obligation_id=obligation.pk,
            by=caseworker_of(obligation),
            decision=letter(
                starts_on=self.NEW_YEAR,
                ends_on=date(2027, 6, 30),
                minutes_per_week=90,
                legal_basis=LegalBasis.PW_2027_PARTICIPATION,
            ),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
        self.hours_around_new_year(obligation)

        week53, week1 = self.about_the_turn(obligation).weeks

        assert (week53.required, week53.credited) == (165, 90)  # (4 × 240 + 3 × 90) / 7 = 175.7
        assert (week1.required, week1.credited) == (90, 90)
        versions = [each.policy_version.regime for each in obligation.decisions.order_by("number")]
        assert versions == ["PW_2015", "PW_2027"]


@pytest.mark.parametrize(
    ("starts_at", "minutes", "day"),
    [
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), 120, date(2026, 10, 25)),  # the hour that comes twice
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), 120, date(2026, 3, 29)),  # the hour that is not there
    ],
)
def test_minutes_are_elapsed_time_in_the_nights_in_which_the_clock_changes(starts_at, minutes, day):
    obligation = linked(decision=letter(starts_on=date(2026, 3, 1), ends_on=date(2026, 11, 30), decided_on=day))
    make.Pair.objects.update(started_on=date(2026, 3, 1))
    claim = claimed(obligation.person_id, starts_at=starts_at, minutes=minutes, now=starts_at + 5 * DAY)
    write(ledger.confirm, claim)

    seen = statements.overview(obligation, starts_on=day, ends_on=day, as_of=make.MONDAY)

    assert (seen.done, seen.credited) == (minutes, minutes)
