"""The page of a round: asked for, underway, looked at, published or not."""

import io
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs import rounds
from backend.pairs.models import MatchingRound, Proposal
from backend.places import clock
from tests import make

pytestmark = pytest.mark.usefixtures("town")

ROUNDS = "/coordinator/ronde/"


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def page_of(browser, this, **about):
    return browser.get(f"{ROUNDS}{this.pk}/", **about)


def text_of(browser, this):
    return page_of(browser, this).content.decode()


class TestAskingForARound:
    def test_only_writes_it_down_and_a_double_click_is_one_round(self, browser):
        make.newcomer()
        make.volunteer()
        form = {"request_id": str(uuid.uuid4())}

        answers = [browser.post(ROUNDS, form) for _ in range(2)]

        asked = MatchingRound.objects.get()
        assert {answer["Location"] for answer in answers} == {f"{ROUNDS}{asked.pk}/"}
        assert (asked.state, asked.asked_by is None) == ("REQUESTED", False)

    def test_while_one_is_underway_leads_to_that_one(self, browser):
        running = make.matching_round(state="RUNNING")

        page = browser.post(ROUNDS, follow=True)

        assert page.redirect_chain[-1][0] == f"{ROUNDS}{running.pk}/"
        assert "Er loopt al een ronde" in page.content.decode()


class TestUnderway:
    def test_says_how_far_it_is_and_comes_back_by_itself_with_or_without_scripts(self, browser):
        page = text_of(browser, make.matching_round(state="RUNNING", stage="WITH_WHOM"))

        assert '<li class="here" aria-current="step">Uitzoeken wie het best bij wie past' in page
        assert page.count('<li class="done">') == 3
        assert '<noscript><meta http-equiv="refresh"' in page
        assert 'hx-trigger="every 2s"' in page

    def test_answers_a_browser_that_has_seen_this_with_nothing(self, browser):
        this = make.matching_round(state="RUNNING", stage="WHO")
        address = f"{ROUNDS}{this.pk}/?seen=RUNNING-WHO-1"

        assert browser.get(address, headers={"HX-Request": "true"}).status_code == 204
        MatchingRound.objects.update(stage="REASONS")
        assert browser.get(address, headers={"HX-Request": "true"}).status_code == 200

    def test_is_loaded_anew_when_the_work_is_done(self, browser):
        answer = page_of(browser, make.matching_round(), headers={"HX-Request": "true"})

        assert answer.headers["HX-Refresh"] == "true"

    def test_says_when_no_worker_comes(self, browser):
        now = clock.now()
        this = make.matching_round(state="REQUESTED", asked_at=now - timedelta(minutes=1))
        assert "Er is nog niemand begonnen" not in text_of(browser, this)

        MatchingRound.objects.update(asked_at=now - timedelta(minutes=3))

        assert "Er is nog niemand begonnen" in text_of(browser, this)

    def test_can_be_stopped(self, browser):
        this = make.matching_round(state="RUNNING")

        browser.post(f"{ROUNDS}{this.pk}/weggooien/")

        this.refresh_from_db()
        assert this.state == "DISCARDED"

    @pytest.mark.parametrize("state", ["DRY", "PUBLISHED", "DISCARDED", "FAILED"])
    def test_a_round_that_ended_does_not_come_back_by_itself(self, browser, state):
        page = text_of(browser, make.matching_round(state=state))

        assert "refresh" not in page
        assert "hx-" not in page


class TestDeciding:
    @pytest.fixture
    def dry(self):
        make.volunteer()
        make.newcomer()
        make.newcomer(week=[(0, 540, 660)])
        return rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False)

    def test_the_page_says_what_was_found_and_who_waits(self, browser, dry):
        page = text_of(browser, dry)

        assert "Deze ronde vond 1 koppel." in page
        assert dry.unmatched_reasons.get().newcomer.account.call_name in page

    def test_publishing_makes_the_proposals_and_twice_is_harmless(self, browser, dry):
        for _ in range(2):
            page = browser.post(f"{ROUNDS}{dry.pk}/publiceren/", follow=True)

        assert Proposal.objects.get().state == "PENDING"
        assert "De voorstellen staan klaar" in page.content.decode()

    def test_publishing_says_when_something_changed_meanwhile(self, browser, dry):
        make.pair(volunteer=dry.found_pairs.get().volunteer)

        page = browser.post(f"{ROUNDS}{dry.pk}/publiceren/", follow=True)

        assert "weggelaten" in page.content.decode()

    def test_discarding_changes_nothing(self, browser, dry):
        browser.post(f"{ROUNDS}{dry.pk}/weggooien/")
        page = browser.post(f"{ROUNDS}{dry.pk}/publiceren/", follow=True)

        assert "kan niet meer" in page.content.decode()
        assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("BROKEN_OFF", "Het werk is drie keer afgebroken."),
        ("UNEXPECTED", "Er ging bij ons iets mis."),
    ],
)
def test_a_round_that_failed_says_why_and_offers_another(browser, why, words):
    page = text_of(browser, make.matching_round(state="FAILED", failure=why))

    assert words in page
    assert 'name="request_id"' in page


def test_a_round_that_failed_over_one_person_leads_to_that_person(browser):
    broken = make.volunteer(languages=["?"])

    page = text_of(browser, rounds.run(town=make.TOWN, now=make.NOON))

    assert f"/coordinator/vrijwilliger/{broken.pk}/" in page


def test_the_files_of_a_round_can_be_downloaded(browser):
    make.newcomer()
    dry = rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False)
    assert "bestanden/" in text_of(browser, dry)

    answer = browser.get(f"{ROUNDS}{dry.pk}/bestanden/")

    assert answer.headers["Content-Disposition"] == 'attachment; filename="ronde-GM0216-2026-11-23-1200.zip"'
    assert "pinned.csv" in zipfile.ZipFile(io.BytesIO(answer.content)).namelist()


def test_files_that_were_removed_are_not_offered(browser):
    old = make.matching_round(report={"seconds": {}})

    assert "bestanden/" not in text_of(browser, old)
    assert browser.get(f"{ROUNDS}{old.pk}/bestanden/").status_code == 404


@pytest.mark.parametrize("deed", ["", "publiceren/", "weggooien/"])
def test_a_round_of_another_town_does_not_exist(browser, deed):
    with scope(municipality=make.OTHER_TOWN):
        theirs = make.matching_round(of=make.OTHER_TOWN)

    answer = browser.post(f"{ROUNDS}{theirs.pk}/{deed}") if deed else page_of(browser, theirs)

    assert answer.status_code == 404
    with scope(municipality=make.OTHER_TOWN):
        theirs.refresh_from_db()
    assert theirs.state == "DRY"


def test_a_round_to_look_at_says_whose_proposal_would_change(browser):
    late = make.newcomer(waiting_since=make.MONDAY)
    volunteer = make.volunteer()
    rounds.run(town=make.TOWN, now=make.NOON)
    early = make.newcomer()

    page = text_of(browser, rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False))

    assert "Evenveel mensen krijgen een voorstel" in page
    assert f"niemand in plaats van <bdi>{volunteer.account.full_name}</bdi>" in page
    assert page.index(early.account.call_name) < page.index(late.account.call_name)


class TestWhatARoundTells:
    @pytest.fixture
    def page(self, browser):
        make.volunteer()
        make.volunteer(capacity=5, languages=["tur"], week=[(3, 600, 690)])
        for _ in range(6):
            make.newcomer(languages=["tir"], dutch_level="A1")
        return text_of(browser, rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False))

    def test_is_a_map_with_words_and_a_table(self, page):
        assert (
            '<svg class="town" viewBox="0.0 0.0 300.0 160.0" role="img" aria-labelledby="map-title map-desc">' in page
        )
        assert "Binnenstad: wachtende mensen: 6, vrije plekken: 6" in page
        assert '<th scope="row">Binnenstad</th>' in page

    def test_is_why_people_wait_counted(self, page):
        assert '<td class="num" data-label="Mensen">6</td><td>Nog geen vrijwilliger spreekt' in page

    def test_is_how_fair_it_was_by_group(self, page):
        assert "Was het eerlijk?" in page
        assert '<th scope="row">Tigrinya</th>' in page

    def test_is_whom_to_look_for_as_a_sentence_and_in_a_table(self, page):
        assert "Zoek iemand in de buurt van Binnenstad die Tigrinya spreekt" in page
        assert '<td class="num" data-label="Mensen meer">5</td>' in page


def test_each_pair_shows_the_way_by_bicycle_and_on_foot_as_an_estimate(browser):
    pair = make.found_pair(distance_m=900)

    for address in ("", "koppels/"):
        page = browser.get(f"{ROUNDS}{pair.round_id}/{address}").content.decode()

        assert "ongeveer 5 min fietsen, 14 min lopen" in page
        assert "een schatting" in page


@pytest.mark.parametrize("address", ["", "koppels/", "wachtenden/"])
def test_a_page_takes_as_many_queries_for_many_as_for_one(browser, address):
    def queries():
        make.newcomer(week=[(0, 540, 660)])
        make.newcomer()
        make.volunteer()
        dry = rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False)
        page = f"{ROUNDS}{dry.pk}/{address}"
        browser.get(page)
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        return len(asked)

    one = queries()
    for _ in range(5):
        make.newcomer(week=[(0, 540, 660)])
        make.newcomer()
        make.volunteer()

    assert queries() == one


class TestAdviceForTheOwnCentre:
    ADVICE = {"x": 0, "y": 0, "language": "", "days": "weekdays", "day_part": "evening", "gender": "f"}

    def page(self, rows, *, own=True):
        house = make.centre(name="De Zuidwester")
        this = make.matching_round(report={"advice_around": {str(house.pk): rows}})
        make.found_pair(round=this)
        account = make.account(language="en")
        make.coordinator(account=account, centre=house if own else make.centre())
        return text_of(make.browser_of(account), this)

    def test_is_said_to_its_coordinator(self):
        page = self.page([self.ADVICE | {"more_people": 3, "waiting_days": 90}])

        assert "around De Zuidwester?" in page
        assert "Look for a woman near" in page
        assert "3 people more" in page

    def test_says_so_when_one_volunteer_more_would_help_nobody(self):
        assert "Look at the advice for the whole town." in self.page([])

    def test_is_not_said_to_the_coordinator_of_another_centre(self):
        assert "De Zuidwester" not in self.page([self.ADVICE | {"more_people": 3, "waiting_days": 90}], own=False)
