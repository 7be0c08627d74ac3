"""Another volunteer for some weeks, and the meeting at which two volunteers are both there, on the pages."""

import uuid
from datetime import date

import pytest

from backend.meetings.models import LanguagePlan, Meeting, Substitution
from backend.pairs.models import CaseNote, Pair
from tests import make
from tests.backend.meetings.test_days_off import planned

pytestmark = pytest.mark.usefixtures("town")

FROM, UNTIL = date(2026, 11, 30), date(2026, 12, 13)


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def coordinator():
    return make.coordinator().account


@pytest.fixture
def browser(coordinator):
    return make.browser_of(coordinator)


def arrange(browser, pair, volunteer, **about):
    form = {"request_id": uuid.uuid4(), "from_on": FROM, "until_on": UNTIL, "volunteer_id": volunteer.pk} | about
    return browser.post(f"/coordinator/koppel/{pair.pk}/invaller/", form)


def test_a_coordinator_arranges_it_and_ends_it_earlier(browser):
    pair, volunteer = planned(), make.volunteer()
    assert volunteer.account.call_name in browser.get(f"/coordinator/koppel/{pair.pk}/invaller/").content.decode()

    assert arrange(browser, pair, volunteer).status_code == 302
    made = Substitution.objects.get()
    for _ in range(2):
        assert browser.post(f"/coordinator/invaller/{made.pk}/terug/").status_code == 302

    made.refresh_from_db()
    assert made.lifted_on == FROM


def test_wrong_days_are_named_and_what_was_typed_stays(browser):
    pair, volunteer = planned(), make.volunteer()

    answer = arrange(browser, pair, volunteer, until_on=date(2026, 11, 1))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{volunteer.pk}" checked' in page
    assert "2026-11-01" in page


def test_who_stands_in_sees_the_plan_and_no_old_notes(browser, coordinator):
    pair, volunteer = planned(), make.volunteer()
    about = {"municipality": pair.municipality, "pair": pair, "request_id": uuid.uuid4()}
    CaseNote.objects.create(text="An old secret", written_by=coordinator, written_at=make.NOON, **about)
    signed = {"newcomer_signed_at": make.NOON, "volunteer_signed_at": make.NOON}
    plan = {
        "goals": ["HEALTH_CARE"],
        "own_words": "Only for us",
        "weekday": 2,
        "starts_local": "18:00",
        "minutes": 90,
    }
    drawn = {"drawn_up_by": coordinator, "drawn_up_at": make.NOON, "until_on": date(2027, 6, 1)}
    LanguagePlan.objects.create(**about | signed | plan | drawn)
    arrange(browser, pair, volunteer)

    page = make.browser_of(volunteer.account).get("/mijn/helpen/").content.decode()

    assert pair.newcomer.account.call_name in page
    assert "Dokter en gezondheid" in page or "Doctor and health" in page
    assert "An old secret" not in page
    assert "Only for us" not in page
    assert volunteer.account.call_name in make.browser_of(pair.newcomer.account).get("/mijn/leren/").content.decode()


def test_a_stranger_finds_nothing(browser):
    pair, volunteer = planned(), make.volunteer()
    arrange(browser, pair, volunteer)
    made = Substitution.objects.get()

    stranger = make.browser_of(volunteer.account)

    assert stranger.get(f"/coordinator/koppel/{pair.pk}/invaller/").status_code == 404
    assert stranger.post(f"/coordinator/invaller/{made.pk}/terug/").status_code == 404


def test_the_joint_meeting_is_planned_from_the_old_pair(browser):
    old = planned()
    Pair.objects.filter(pk=old.pk).update(ended_on=make.MONDAY, end_reason="VOLUNTEER_STOPPED")
    said = dict.fromkeys(("decided_at", "newcomer_accepted_at", "volunteer_accepted_at"), make.NOON)
    proposal = make.proposal(state="ACCEPTED", newcomer=old.newcomer, takes_over_from=old, **said)
    new = make.pair(newcomer=old.newcomer, volunteer=proposal.volunteer, proposal=proposal, started_on=make.MONDAY)
    path, form = f"/coordinator/koppel/{old.pk}/samen-overdragen/", {"on": date(2026, 12, 1), "starts_minute": 600}

    assert browser.get(path).status_code == 200
    for request_id in [uuid.uuid4()] * 2:
        browser.post(path, form | {"minutes": 60, "request_id": request_id})

    assert Meeting.objects.get(pair=new).attendances.count() == 3


def test_without_a_handover_the_page_says_what_to_do(browser):
    pair = make.pair()

    page = browser.get(f"/coordinator/koppel/{pair.pk}/samen-overdragen/")

    assert page.status_code == 200
    assert "<form method" not in page.content.decode().split("<h1>")[1].split("</main>")[0]
