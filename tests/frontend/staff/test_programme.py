"""The programme manager's page: counts, and no group so small that it tells of a person."""

import pytest
from django_scopes import scope

from backend.places.models import Neighbourhood
from tests import make

pytestmark = pytest.mark.usefixtures("town")
PAGE = "/programma/"


@pytest.fixture
def browser():
    return make.browser_of(make.programme_manager().account)


def groups(browser, name):
    return {row["group"]: row["people"] for row in browser.get(PAGE).context[name]}


def test_counts_who_waits_and_who_has_a_buddy(browser):
    for _ in range(3):
        make.newcomer()
    make.pair()

    shown = browser.get(PAGE).context
    assert (shown["newcomers"], shown["volunteers"], shown["pairs"]) == (4, 1, 1)


def test_groups_under_five_are_not_told(browser):
    for _ in range(4):
        make.newcomer(dutch_level="A0")
    for _ in range(5):
        make.newcomer(dutch_level="B1")

    assert groups(browser, "by_level") == {"B1": 5}


def test_who_has_a_buddy_does_not_wait(browser):
    for _ in range(5):
        make.newcomer()
    make.pair()

    quarter = Neighbourhood.objects.get().name
    assert groups(browser, "by_neighbourhood") == {quarter: 5}


def test_another_town_is_not_counted(browser):
    with scope(municipality=make.OTHER_TOWN):
        make.pair(of=make.OTHER_TOWN)

    assert browser.get(PAGE).context["pairs"] == 0


@pytest.mark.parametrize("role", [make.coordinator, make.caseworker, make.volunteer, make.newcomer])
def test_the_page_does_not_exist_for_anybody_else(role):
    assert make.browser_of(role().account).get(PAGE).status_code == 404


def test_nor_for_somebody_without_a_town():
    assert make.browser_of(make.account()).get(PAGE).status_code == 404
