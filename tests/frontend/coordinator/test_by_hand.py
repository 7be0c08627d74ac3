"""Pinning and forbidding from the page of a newcomer, and the list of what was decided by hand."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from backend.pairs import rounds
from backend.pairs.models import Exclusion, Pin
from tests import make

pytestmark = pytest.mark.usefixtures("town")
LIST = "/coordinator/samen/"


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


@pytest.fixture
def two():
    return make.newcomer(), make.volunteer()


def choose(browser, newcomer, **form):
    return browser.post(f"/coordinator/nieuwkomer/{newcomer.pk}/kiezen/", form, follow=True)


def test_the_page_shows_the_volunteers_who_fit_with_the_way_by_bicycle_and_on_foot(browser, two):
    newcomer, near = two
    farther = make.volunteer(neighbourhood=make.neighbourhood("BU02160001", rd_x=144_774))

    page = browser.get(f"/coordinator/nieuwkomer/{newcomer.pk}/kiezen/").content.decode()

    assert page.index(f'value="{near.pk}"') < page.index(f'value="{farther.pk}"')
    assert "in dezelfde buurt" in page
    assert "ongeveer 5 min fietsen, 14 min lopen" in page


@pytest.mark.parametrize("page", ["choose", "hand_over", "stand_in"])
def test_who_fits_is_told_in_as_many_queries_among_many_as_among_few(browser, page):
    pair = make.pair()
    address = reverse(f"coordinator:{page}", args=[make.newcomer().pk if page == "choose" else pair.pk])
    counts, shown = [], []
    for more in (1, 6):
        for _ in range(more):
            make.volunteer()
        with CaptureQueriesContext(connection) as queries:
            html = browser.get(address).content.decode()
        counts.append(len(queries))
        shown.append(html.count('type="radio"'))

    assert counts[0] == counts[1] <= 20
    assert shown[1] == shown[0] + 6


@pytest.mark.parametrize(("deed", "row"), [("pin", Pin), ("forbid", Exclusion)])
def test_a_pair_is_decided_with_a_reason_that_stands_in_the_list(browser, two, deed, row):
    newcomer, volunteer = two

    page = choose(browser, newcomer, volunteer=volunteer.pk, deed=deed, reason="Zelfde straat")

    assert row.objects.get().reason == "Zelfde straat"
    assert "Zelfde straat" in page.content.decode()


@pytest.mark.parametrize("missing", ["volunteer", "reason"])
def test_nothing_is_decided_without_somebody_or_a_reason(browser, two, missing):
    newcomer, volunteer = two
    form = {"volunteer": volunteer.pk, "deed": "pin", "reason": "Zelfde straat"} | {missing: ""}

    assert choose(browser, newcomer, **form).status_code == 422
    assert not Pin.objects.exists()


def test_two_pins_of_one_newcomer_are_refused_in_words(browser, two):
    newcomer, volunteer = two
    make.pin(newcomer=newcomer)

    page = choose(browser, newcomer, volunteer=volunteer.pk, deed="pin", reason="Zelfde straat")

    assert "al aan iemand anders" in page.content.decode()


def test_a_pin_that_the_last_round_could_not_keep_says_why(browser):
    make.pin(volunteer=make.volunteer(week=[(0, *make.EVENING)]))
    rounds.run(town=make.TOWN, now=make.NOON, publishes_itself=False)

    assert "Ze hebben niet op dezelfde tijden tijd." in browser.get(LIST).content.decode()


def test_a_pin_is_lifted_with_a_reason_only(browser):
    pinned = make.pin()

    browser.post(f"{LIST}{pinned.pk}/opheffen/", {"reason": ""})
    pinned.refresh_from_db()
    assert pinned.lifted_at is None
    browser.post(f"{LIST}{pinned.pk}/opheffen/", {"reason": "Verhuisd"})

    pinned.refresh_from_db()
    assert pinned.lift_reason == "Verhuisd"


def test_a_pin_of_another_town_does_not_exist(browser):
    with scope(municipality=make.OTHER_TOWN):
        theirs = make.pin(of=make.OTHER_TOWN)

    assert theirs.reason not in browser.get(LIST).content.decode()
    assert browser.post(f"{LIST}{theirs.pk}/opheffen/", {"reason": "Zo"}).status_code == 404
    assert browser.get(f"/coordinator/nieuwkomer/{theirs.newcomer_id}/kiezen/").status_code == 404
