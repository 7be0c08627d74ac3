"""The file of one client: hours per week, decisions, the end of the duty, statements."""

from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.meetings import ledger
from backend.obligations.models import HoursStatement, ObligationDecision, RequirementPeriod
from tests import make
from tests.backend.meetings.hours import claimed, write
from tests.backend.obligations.duties import letter, linked, stated, worked
from tests.frontend.caseworker import typing
from tests.frontend.caseworker.people import caseworker_of

DEEDS = [("decide", typing.decision), ("end", typing.end), ("issue_statement", typing.period)]


def file_of(obligation):
    return reverse("caseworker:person", args=[obligation.pk])


@pytest.fixture
def obligation():
    """Asked until yesterday, so that there is room for another decision."""
    return linked(decision=letter(ends_on=make.MONDAY - timedelta(days=1)))


class TestHoursPerWeek:
    def test_stand_in_a_row_a_week_for_thirteen_weeks(self, obligation):
        worked(obligation, days_ago=5, minutes=90, is_confirmed=False)

        page = caseworker_of(obligation).get(file_of(obligation)).content.decode()

        weeks = page.split("<tbody>")[1].split("</tbody>")[0]
        assert weeks.count("<tr>") == 13 + 1  # and their sum
        [row] = [row for row in weeks.split("<tr>") if "<td>16 Nov 2026</td>" in row]
        assert '<td class="num" data-label="Required">4 hours</td>' in row
        assert '<td class="num" data-label="Done">1 hour 30 minutes</td>' in row
        assert '<td class="num" data-label="Counts">0 minutes</td>' in row

    def test_tell_nothing_about_the_other_person_of_the_pair(self, obligation):
        meeting = make.meeting(pair=make.Pair.objects.get())
        claim = claimed(obligation.person_id, meeting=meeting)
        write(ledger.dispute, claim, reason="He never came")

        page = caseworker_of(obligation).get(file_of(obligation)).content.decode()

        newcomer = meeting.pair.newcomer.account
        assert newcomer.call_name not in page
        assert newcomer.full_name not in page
        assert "He never came" not in page

    def test_decisions_and_statements_take_as_many_queries_for_many_as_for_one(self, obligation):
        client, counts = caseworker_of(obligation), []
        for weeks in (range(1), range(1, 6)):
            for week in weeks:
                day = make.MONDAY + timedelta(weeks=week)
                form = typing.decision(starts_on=day.isoformat(), ends_on=day.isoformat())
                assert typing.send(client, "decide", obligation.pk, form).status_code == 302
                worked(obligation, days_ago=5 + 7 * week)
                stated(obligation)
            client.get(file_of(obligation))  # reads the messages about what was done
            with CaptureQueriesContext(connection) as here, CaptureQueriesContext(connections["duties"]) as behind:
                page = client.get(file_of(obligation)).content.decode()
            counts.append((len(here), len(behind)))

        assert page.count("PDF") == 6 + 1  # and the whole file
        assert counts[0] == counts[1]


@pytest.mark.parametrize(("name", "form"), DEEDS)
class TestADeed:
    def test_is_in_the_file_afterwards_and_says_so(self, obligation, name, form):
        page = typing.send(caseworker_of(obligation), name, obligation.pk, form(), follow=True)

        said = {
            "decide": ("The decision is in the file.", "4 hours 30 minutes a week from 23 Nov 2026"),
            "end": ("The duty has a last day now.", "up to and including 22 Nov 2026"),
            "issue_statement": ("The statement is ready to download.", "26 Oct 2026 – 22 Nov 2026"),
        }
        assert page.redirect_chain == [(file_of(obligation), 302)]
        assert all(sentence in page.content.decode() for sentence in said[name])

    def test_twice_is_done_once(self, obligation, name, form):
        client, sent = caseworker_of(obligation), form()
        rows = {"issue_statement": HoursStatement}.get(name, ObligationDecision)
        before = rows.objects.count()

        for _ in range(2):
            assert typing.send(client, name, obligation.pk, sent).status_code == 302

        assert rows.objects.count() == before + 1

    def test_with_nothing_typed_opens_the_file_again_and_changes_nothing(self, obligation, name, form):
        page = typing.send(caseworker_of(obligation), name, obligation.pk, dict.fromkeys(form(), ""))

        assert page.status_code == 422
        assert "This field is required." in page.content.decode()
        assert ObligationDecision.objects.count() == RequirementPeriod.objects.count() == 1

    def test_is_never_done_by_opening_its_address(self, obligation, name, form):
        answer = caseworker_of(obligation).get(reverse(f"caseworker:{name}", args=[obligation.pk]), form())

        assert answer.headers["Location"] == file_of(obligation)
        assert ObligationDecision.objects.count() == 1
        assert not HoursStatement.objects.exists()

    def test_that_went_wrong_survives_a_choice_of_language(self, obligation, name, form):
        """The page that came back has the address of the deed, and the choice leads there."""
        address = reverse(f"caseworker:{name}", args=[obligation.pk])

        page = caseworker_of(obligation).post("/taal/", {"language": "en", "next": address}, follow=True)

        assert page.status_code == 200
        assert page.redirect_chain[-1] == (file_of(obligation), 302)


SLIPS = [
    ("decide", typing.decision, {"ends_on": "2026-11-22"}, "Choose a last day on or after the first day."),
    ("decide", typing.decision, {"starts_on": "2026-11-22"}, "Another decision already holds on some of these days."),
    ("decide", typing.decision, {"case_reference": "111222333"}, "This looks like a citizen number (BSN)."),
    ("decide", typing.decision, {"hours_per_week": "24,5"}, "less than or equal to 24"),
    ("end", typing.end, {"case_reference": "111222333"}, "This looks like a citizen number (BSN)."),
    ("end", typing.end, {"on": "0026-11-25"}, "Look at the year."),
    ("issue_statement", typing.period, {"ends_on": "2026-10-25"}, "Choose a last day on or after the first day."),
    ("issue_statement", typing.period, {"ends_on": "2026-11-24"}, "Choose today or an earlier day."),
    ("issue_statement", typing.period, {"starts_on": "2012-01-01"}, "Choose a period of five years at most."),
    ("issue_statement", typing.period, {"starts_on": "0206-10-26"}, "Look at the year."),
    (
        "issue_statement",
        typing.period,
        {"starts_on": "2026-09-01", "ends_on": "2026-09-30"},
        "No decision holds in this period.",
    ),
]


@pytest.mark.parametrize(("name", "form", "slip", "advice"), SLIPS)
def test_a_slip_is_named_where_it_was_made_and_nothing_typed_is_lost(obligation, name, form, slip, advice):
    typed = form(**slip)

    page = typing.send(caseworker_of(obligation), name, obligation.pk, typed)

    assert page.status_code == 422
    assert advice in page.content.decode()
    assert typing.lost(page, typed) == []
    assert ObligationDecision.objects.count() == 1
    assert not HoursStatement.objects.exists()


@pytest.mark.parametrize(
    ("name", "form", "change"),
    [
        ("decide", typing.decision, {"starts_on": "2026-12-01"}),
        ("end", typing.end, {"on": "2026-11-24"}),
        ("issue_statement", typing.period, {"ends_on": "2026-11-21"}),
    ],
)
def test_who_goes_back_and_changes_something_is_asked_before_it_is_done(obligation, name, form, change):
    client, sent = caseworker_of(obligation), form()
    typing.send(client, name, obligation.pk, sent)

    page = typing.send(client, name, obligation.pk, sent | change)

    assert page.status_code == 422
    assert typing.TOLD_BEFORE in page.content.decode()
    assert typing.lost(page, sent | change) == []
    assert sent["request_id"] not in page.content.decode()


def test_what_is_asked_before_it_is_done_is_done_when_sent_again(obligation):
    client, sent = caseworker_of(obligation), typing.period()
    typing.send(client, "issue_statement", obligation.pk, sent)
    changed = sent | {"ends_on": "2026-11-21"}

    page = typing.send(client, "issue_statement", obligation.pk, changed)
    new_id = str(page.context["statement_form"]["request_id"].value())
    typing.send(client, "issue_statement", obligation.pk, changed | {"request_id": new_id})

    assert HoursStatement.objects.count() == 2


def test_the_form_for_a_statement_proposes_the_last_full_month(obligation):
    page = caseworker_of(obligation).get(file_of(obligation))

    month = {"starts_on": "2026-10-01", "ends_on": "2026-10-31"}
    assert typing.lost(page, month) == []


def test_the_fields_of_the_forms_on_one_page_have_ids_of_their_own(obligation):
    page = caseworker_of(obligation).get(file_of(obligation)).content.decode()

    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids)) > 10
