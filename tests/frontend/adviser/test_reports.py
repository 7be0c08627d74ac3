"""What the confidential adviser sees, and that the coordinator sees nothing but a pause."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from backend.meetings import planning, safety, substitutes
from backend.meetings.models import SafetyReport
from backend.pairs.models import Pair
from backend.people.models import Account
from backend.privacy.models import AuditEntry
from tests import make
from tests.frontend.taking_part.people import browser

REPORTS = "/vertrouwenspersoon/"


@pytest.fixture(autouse=True)
def noon(town):
    """The clock stands still."""
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def adviser():
    return make.confidential_adviser()


def reported():
    pair = make.meeting(starts_at=make.NOON + timedelta(days=1)).pair
    return safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), now=make.NOON)


def url(name, report):
    return reverse(f"adviser:{name}", args=[report.pk])


class TestTheAdviser:
    def test_reads_in_words_which_language_somebody_speaks(self, adviser):
        report = reported()
        Account.objects.filter(pk=report.account_id).update(language="ar")

        page = browser(adviser).get(url("report", report)).content.decode()

        assert "<dd>Arabic</dd>" in page

    def test_sees_in_the_list_when_but_not_who(self, adviser):
        report = reported()

        page = browser(adviser).get(REPORTS).content.decode()

        assert url("report", report) in page
        assert report.account.full_name not in page

    def test_opens_a_report_and_that_is_written_down(self, adviser):
        report = reported()

        page = browser(adviser).get(url("report", report)).content.decode()

        assert report.account.full_name in page
        assert AuditEntry.objects.get(deed="safety.read").actor_id == adviser.account_id

    def test_notes_the_call_lets_them_meet_again_or_ends_the_pair(self, adviser):
        report, client = reported(), browser(adviser)

        client.post(url("called", report), {"note": "Wants another buddy"})
        client.post(url("lift", report))
        client.post(url("end", report))

        seen = SafetyReport.objects.get()
        assert (seen.note, bool(seen.called_at), bool(seen.lifted_at)) == ("Wants another buddy", True, True)
        assert not Pair.objects.get().is_current

    def test_of_another_town_does_not_exist_here(self):
        report = reported()
        elsewhere = browser(make.confidential_adviser(of=make.OTHER_TOWN))

        assert elsewhere.get(url("report", report)).status_code == 404
        for name in ("called", "lift", "end"):
            assert elsewhere.post(url(name, report)).status_code == 404


class TestAboutWhoStandsIn:
    @pytest.fixture
    def report(self):
        pair, by = make.pair(started_on=make.MONDAY), make.coordinator().account
        days = {"from_on": make.MONDAY, "until_on": make.MONDAY + timedelta(days=7), "request_id": uuid.uuid4()}
        who = make.volunteer()
        substitutes.arrange(pair_id=pair.pk, volunteer_id=who.pk, by=by, now=make.NOON, **days)
        about = {"substitute_id": who.pk, "by": pair.newcomer.account, "request_id": uuid.uuid4(), "now": make.NOON}
        return safety.report(pair_id=pair.pk, **about)

    def test_the_adviser_reads_who_is_meant_and_ends_no_pair(self, adviser, report):
        client = browser(adviser)

        page = client.get(url("report", report)).content.decode()

        assert f"with <bdi>{report.substitute.account.call_name}</bdi>, who stood in" in page
        assert url("end", report) not in page
        assert client.post(url("end", report)).status_code == 404
        assert client.post(url("lift", report)).status_code == 302

    def test_a_coordinator_of_a_town_without_an_adviser_reads_the_same(self, report):
        client = browser(make.coordinator())

        page = client.get("/coordinator/zorg/").content.decode()

        assert f"with <bdi>{report.substitute.account.call_name}</bdi>, who stood in" in page
        done = client.post(reverse("coordinator:called", args=[report.pk]), follow=True).content.decode()
        assert "Find another volunteer who stands in." in done


class TestTheCoordinator:
    def test_has_none_of_these_pages(self, adviser):
        report, client = reported(), browser(make.coordinator())

        assert {client.get(path).status_code for path in (REPORTS, url("report", report))} == {404}
        assert {client.post(url(name, report)).status_code for name in ("called", "lift", "end")} == {404}

    def test_sees_only_that_the_pair_is_paused(self, adviser):
        report, client = reported(), browser(make.coordinator())

        page = client.get(reverse("coordinator:pair", args=[report.pair_id])).content.decode()

        assert "Paused for a reason that the confidential adviser knows" in page
        assert "safe" not in page.lower()

    def test_sees_the_same_board_and_lists_as_for_any_pair_that_is_paused(self, adviser):
        client = browser(make.coordinator())
        report = reported()
        Pair.objects.update(started_on=make.MONDAY - timedelta(days=90))
        pages = ("/coordinator/", "/coordinator/koppels/", "/coordinator/zorg/", "/coordinator/bellen/")

        seen = {path: client.get(path).content.decode() for path in pages}

        assert planning.kept_apart([report.pair_id])
        assert "0 are silent" in seen["/coordinator/"]
        assert all("safe" not in page.lower() and "asks you to call" not in page for page in seen.values())
