"""What a caseworker reads and signs: minutes per week from the ledger, and a statement that stays as it was."""

import hashlib
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.meetings import ledger, paper
from backend.obligations import decisions, statement_papers, statements
from backend.obligations.models import HoursStatement, LegalBasis, Obligation
from backend.people.registration import RequestUsedBefore
from tests import make
from tests.backend.meetings.hours import COORDINATOR, claimed, hand, write
from tests.backend.obligations.duties import FOUR_HOURS, caseworker_of, letter, linked, stated, with_buddy, worked

pytestmark = pytest.mark.usefixtures("town")
A_DAY, FOUR_WEEKS = timedelta(days=1), timedelta(weeks=4)
PERIOD = {"starts_on": make.MONDAY - FOUR_WEEKS, "ends_on": make.MONDAY}


def resolve(claim, outcome):
    write(ledger.dispute, claim)
    write(ledger.resolve, claim, by=hand(side=COORDINATOR), outcome=outcome, reason="Asked both")


def bytes_of(statement):
    return statement_papers.as_pdf(statement), statement_papers.as_csv(statement)


class TestTheWeeks:
    def test_show_what_is_asked_done_and_confirmed(self):
        obligation = linked()
        worked(obligation, days_ago=5, minutes=90)
        worked(obligation, days_ago=12, minutes=60, is_confirmed=False)

        seen = statements.overview(obligation, **PERIOD)

        assert [(week.label, week.required, week.done, week.confirmed) for week in seen.weeks] == [
            ("2026-W44", 240, 0, 0),
            ("2026-W45", 240, 0, 0),
            ("2026-W46", 240, 60, 0),
            ("2026-W47", 240, 90, 90),
            ("2026-W48", 30, 0, 0),  # a seventh, for the one day that has begun
        ]
        assert (seen.required, seen.done, seen.confirmed) == (990, 150, 90)

    @pytest.mark.parametrize("deed", [ledger.dispute, ledger.reverse])
    def test_leave_out_what_is_disputed_or_taken_back(self, deed):
        obligation = linked()
        write(deed, worked(obligation, is_confirmed=False))

        assert statements.overview(obligation, **PERIOD).done == 0

    @pytest.mark.parametrize(("outcome", "minutes"), [("STANDS", 90), ("REJECTED", 0)])
    def test_follow_what_a_coordinator_decided_about_a_dispute(self, outcome, minutes):
        obligation = linked()
        resolve(worked(obligation, is_confirmed=False), outcome)

        seen = statements.overview(obligation, **PERIOD)

        assert (seen.done, seen.confirmed) == (minutes, minutes)

    def test_count_hours_in_the_week_of_the_local_day_on_which_they_begin(self):
        obligation = linked()
        for hour in (22, 23):  # in Culemborg Sunday at half past eleven and Monday at half past midnight
            claimed(obligation.person_id, starts_at=datetime(2026, 11, 15, hour, 30, tzinfo=UTC), minutes=45)

        seen = statements.overview(obligation, **PERIOD)

        assert {week.monday: week.done for week in seen.weeks if week.done} == {
            date(2026, 11, 9): 45,
            date(2026, 11, 16): 45,
        }

    def test_show_the_hours_of_this_person_only(self):
        obligation = linked()
        worked(linked())

        assert statements.overview(obligation, **PERIOD).done == 0

    def test_ask_nothing_any_more_after_the_end_of_the_duty(self):
        obligation = linked()
        decisions.end(
            obligation_id=obligation.pk,
            by=caseworker_of(obligation),
            on=make.MONDAY - timedelta(days=8),  # a Sunday
            case_reference="Z-2026-2",
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
        worked(obligation, minutes=90)

        seen = statements.overview(obligation, **PERIOD)

        assert [week.required for week in seen.weeks] == [240, 240, 240, 0, 0]
        assert seen.done == 90

    def test_of_many_people_take_as_many_queries_as_of_one(self):
        many = [linked() for _ in range(8)]
        for each in many:
            worked(each)
        counts = []
        for some in (many[:1], many):
            with CaptureQueriesContext(connection) as queries:
                seen = statements.overviews(some, **PERIOD)
            counts.append(len(queries))

        assert counts[0] == counts[1]
        assert [seen[each.pk].done for each in many] == [90] * 8


class TestAStatement:
    def test_holds_everything_that_is_printed(self):
        make.Municipality.objects.update(name="Culemborg")
        obligation = linked(with_buddy(full_name="Sara Aydın"), client_number="K-4100")
        worked(obligation)

        figures = stated(obligation).figures

        assert figures == figures | {
            "municipality": "Culemborg",
            "person": "Sara Aydın",
            "client_number": "K-4100",
            "starts_on": "2026-10-26",
            "ends_on": "2026-11-23",
            "required": 990,
            "done": 90,
            "confirmed": 90,
            "excused": 0,
            "credited": 90,
            "balance": -900,
            "corrections": [],
            "last_entry_number": 2,
            "issued_at": "2026-11-23T12:00+01:00",
        }
        assert figures["decisions"] == [
            {
                "case_reference": "Z-2026-1",
                "legal_basis": "PW_9_1_C",
                "decided_on": "2026-10-26",
                "starts_on": "2026-10-26",
                "ends_on": "2027-04-25",
                "minutes_per_week": FOUR_HOURS,
            }
        ]
        assert figures["weeks"][3] == {
            "monday": "2026-11-16",
            "label": "2026-W47",
            "required": 240,
            "done": 90,
            "confirmed": 90,
            "excused": 0,
            "credited": 90,
            "asked_in_full": 240,
            "not_asked": [],
            "differences": [],
        }

    def test_is_the_same_bytes_whatever_happens_later(self):
        obligation = linked()
        claim = worked(obligation, is_confirmed=False)
        before = bytes_of(stated(obligation))

        write(ledger.reverse, claim)
        worked(obligation, days_ago=12)
        obligation.periods.update(minutes_per_week=60, ends_on=make.MONDAY)
        make.Account.objects.filter(pk=obligation.person_id).update(full_name="Somebody Else")
        make.Municipality.objects.update(name="Another Name")

        assert bytes_of(HoursStatement.objects.get()) == before

    def test_made_again_later_shows_what_was_said_since(self):
        obligation = linked()
        claim = worked(obligation, is_confirmed=False)
        first = stated(obligation)
        write(ledger.confirm, claim)

        second = stated(obligation)

        assert (first.figures["confirmed"], second.figures["confirmed"]) == (0, 90)
        assert (first.last_entry_number, second.last_entry_number) == (1, 2)

    def test_carries_a_checksum_over_its_figures(self):
        made = stated(linked())

        assert made.figures_sha256 == paper.checksum(made.figures)
        assert made.figures_sha256 != paper.checksum(made.figures | {"done": 1})

    def test_twice_with_one_request_is_one_statement_also_after_new_hours(self):
        obligation, request_id = linked(), uuid.uuid4()
        first = stated(obligation, request_id=request_id)
        worked(obligation)

        assert stated(obligation, request_id=request_id) == first
        assert HoursStatement.objects.get().figures["done"] == 0

    def test_with_a_request_that_was_about_something_else_is_refused(self):
        caseworker, request_id = make.caseworker(), uuid.uuid4()
        obligation, other = linked(caseworker=caseworker), linked(caseworker=caseworker)
        stated(obligation, request_id=request_id)

        with pytest.raises(RequestUsedBefore):
            stated(obligation, request_id=request_id, ends_on=make.MONDAY - A_DAY)
        with pytest.raises(RequestUsedBefore):
            stated(other, request_id=request_id)

    def test_names_every_decision_that_holds_in_the_period_in_as_many_queries_as_one(self):
        caseworker, counts = make.caseworker(), []
        for number_of_decisions in (1, 4):
            obligation = linked(
                caseworker=caseworker,
                decision=letter(ends_on=letter().starts_on),
            )
            for day in range(1, number_of_decisions):
                starts_on = letter().starts_on + timedelta(days=7 * day)
                decisions.decide(
                    obligation_id=obligation.pk,
                    by=caseworker.account,
                    decision=letter(starts_on=starts_on, ends_on=starts_on),
                    request_id=uuid.uuid4(),
                    now=make.NOON,
                )
            with CaptureQueriesContext(connection) as queries:
                made = stated(obligation)
            counts.append(len(queries))

        assert len(made.figures["decisions"]) == 4
        assert counts[0] == counts[1]


class TestAStatementIsRefused:
    def test_of_a_period_in_which_no_decision_holds(self):
        with pytest.raises(statements.NothingToState):
            stated(linked(decision=letter(starts_on=make.MONDAY + A_DAY)))

    def test_of_a_period_that_ends_before_it_starts(self):
        with pytest.raises(decisions.EndsBeforeStart):
            stated(linked(), starts_on=make.MONDAY, ends_on=make.MONDAY - A_DAY)

    def test_of_days_to_come(self):
        obligation = linked()

        with pytest.raises(statements.NotOverYet):
            stated(obligation, ends_on=make.MONDAY + A_DAY)

        stated(obligation, ends_on=make.MONDAY)

    def test_of_a_year_that_somebody_mistyped(self):
        with pytest.raises(statements.PeriodTooLong):
            stated(linked(), starts_on=date(206, 11, 1))

    @pytest.mark.parametrize("role", [make.caseworker, make.coordinator, make.programme_manager, make.volunteer])
    def test_to_everybody_but_the_caseworker_of_the_person(self, role):
        with pytest.raises(Obligation.DoesNotExist):
            stated(linked(), by=role().account)

    def test_to_the_person_too_who_reads_what_the_caseworker_made(self):
        obligation = linked()

        with pytest.raises(Obligation.DoesNotExist):
            stated(obligation, by=make.Account.objects.get(pk=obligation.person_id))


class TestOnPaper:
    @pytest.mark.parametrize("basis", LegalBasis)
    def test_is_pdf_a_for_every_legal_basis(self, basis):
        pdf = statement_papers.as_pdf(stated(linked(decision=letter(legal_basis=basis))))

        assert pdf.startswith(b"%PDF-")
        assert b"pdfaid" in pdf

    def test_is_pdf_for_a_duty_without_a_last_day(self):
        obligation = linked()
        obligation.periods.update(ends_on=None)

        assert statement_papers.as_pdf(stated(obligation)).startswith(b"%PDF-")

    @pytest.mark.parametrize("name", ["Łukasz Đorđević", "سارة الأحمد", "ሰላም ገብረ", "#panic() $x$ *Bold*"])
    def test_is_pdf_for_whatever_name(self, name):
        obligation = linked(make.volunteer(account=make.account(full_name=name)))

        assert statement_papers.as_pdf(stated(obligation)).startswith(b"%PDF-")

    def test_names_the_article_that_a_difference_rests_on_and_never_a_name_of_the_file(self):
        ordinance = make.ordinance()
        ordinance.sentences = {"confirmation_required": "Artikel 8, derde lid: Alleen wat is bevestigd."}
        ordinance.save()
        obligation = linked()
        worked(obligation, minutes=90, is_confirmed=False)

        statement = stated(obligation, starts_on=make.MONDAY - timedelta(weeks=1))

        [line] = [each for week in statement.figures["weeks"] for each in week["differences"]]
        assert (line["rule"], line["article"]) == ("confirmation_required", "Artikel 8, derde lid")
        assert statement_papers.as_pdf(statement).startswith(b"%PDF-")

    def test_has_a_row_a_week_and_a_total_as_csv(self):
        obligation = linked()
        worked(obligation, minutes=90, is_confirmed=False)

        assert statement_papers.as_csv(
            stated(obligation, starts_on=make.MONDAY - timedelta(weeks=1))
        ).splitlines() == [
            "week,maandag,gevraagd_minuten,gedaan_minuten,bevestigd_minuten,verschoond_minuten,telt_mee_minuten",
            "2026-W47,2026-11-16,240,90,0,0,0",
            "2026-W48,2026-11-23,30,0,0,0,0",
            "totaal,,270,90,0,0,0",
        ]


class TestALayout:
    FIGURES = {
        "municipality": "Culemborg", "person": "Jolanda Verbeek", "client_number": "C-1", "decisions": [],
        "starts_on": "2026-01-05", "ends_on": "2026-01-11", "ordinances": [], "corrections": [],
        "weeks": [{
            "monday": "2026-01-05", "label": "2026-W02", "required": 240, "done": 4, "confirmed": 4, "excused": 0,
            "credited": 4, "asked_in_full": 240, "not_asked": [], "differences": [{
                "day": "2026-01-07", "kind": "MEETING", "claimed": 90, "credited": 4, "excused": 0,
                "reason": "WAITS_FOR_A_WORD", "rule": "confirmation_required", "article": "Artikel 8, derde lid",
            }],
        }],
        "required": 240, "done": 4, "confirmed": 4, "excused": 0, "credited": 4, "balance": -236,
        "last_entry_number": 4, "issued_at": "2026-01-12T10:00+01:00",
    }  # fmt: skip

    def printed(self, layout):
        frozen = HoursStatement(
            figures=self.FIGURES | {"layout": layout}, figures_sha256="a" * 64, pk=uuid.UUID(int=7)
        )
        return hashlib.sha256(statement_papers.as_pdf(frozen)).hexdigest()

    @pytest.mark.parametrize(
        ("layout", "sha256"),
        [
            (1, "4c00360eb020df111c97438b6d0ebfb23713955f84bb7cb5365bb44bce043cb3"),
            (2, "2618965dfac8bbf52cf8d0d027653093ed3b85098e61a998b358b2a3e342beb1"),  # "0 uur 4 min"
            (3, "162e6cec3ed494cc1cb8d8ad189225dc51b966756f28a5928c599f59f0d5f426"),  # "4 min"
            (4, "0a1857b6a50cc3f9273ec3e87b26b1819b219de6d00f4222caad868c264d925a"),  # "Artikel 8, derde lid"
        ],
    )
    def test_prints_the_same_bytes_for_ever(self, layout, sha256):
        assert self.printed(layout) == sha256
        assert max(statement_papers.FILES) == statement_papers.LAYOUT
