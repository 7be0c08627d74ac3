"""How the programme does: counts for the programme manager, in which nobody can be recognised."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from tests import make
from tests.frontend.strangers import OTHERS, masked, missing_page
from tests.frontend.taking_part.people import browser

PAGE = "/programma/"
TOO_SMALL = "No group is large enough to show."
OTHERS_THAN_THE_MANAGER = [who for who in OTHERS if who != "a programme manager"]


@pytest.fixture
def client():
    return browser(make.programme_manager())


def read(client):
    return client.get(PAGE).content.decode()


def waiting(count, **about):
    return [make.newcomer(**about) for _ in range(count)]


def row(page, group):
    """The cells of a group, or nothing."""
    cells = [part.split("</tr>")[0] for part in page.split("<tr>") if part.startswith(f"<td>{group}</td>")]
    return [cell.split("</td>")[0].rpartition(">")[2] for cell in cells[0].split("<td")[1:]] if cells else None


class TestTheCounts:
    def test_are_of_people_who_take_part_now(self, client):
        waiting(2)
        make.newcomer(left_on=make.MONDAY)
        make.newcomer(paused_since=make.MONDAY)
        for _ in range(3):
            make.volunteer()
        make.volunteer(left_on=make.MONDAY)
        make.pair()
        make.pair(ended_on=make.MONDAY, end_reason="MOVED")

        page = read(client)

        assert "<b>4</b>newcomers take part" in page
        assert "<b>5</b>volunteers take part" in page
        assert "<b>1</b>pairs meet" in page

    def test_are_of_the_own_town_only(self, client):
        with scope(municipality=make.OTHER_TOWN):
            for _ in range(6):
                make.pair(of=make.OTHER_TOWN)
                make.newcomer(of=make.OTHER_TOWN)

        page = read(client)

        assert "<b>0</b>newcomers take part" in page
        assert "<b>0</b>pairs meet" in page
        assert page.count(TOO_SMALL) == 3


class TestAGroup:
    def test_of_five_is_shown_with_its_longest_wait(self, client):
        waiting(4, dutch_level="A1", waiting_since=make.MONDAY - timedelta(weeks=2))
        make.newcomer(dutch_level="A1", waiting_since=make.MONDAY - timedelta(weeks=9))

        page = read(client)

        assert row(page, "A1") == ["A1", "5", "9"]
        assert row(page, "Binnenstad") == ["Binnenstad", "5", "9"]

    def test_of_four_is_not_shown(self, client):
        waiting(4, dutch_level="A1")

        assert read(client).count(TOO_SMALL) == 3

    def test_of_four_is_not_shown_beside_a_larger_one(self, client):
        waiting(5, dutch_level="A1")
        waiting(4, dutch_level="B1")

        page = read(client)

        assert row(page, "A1") == ["A1", "5", "4"]
        assert row(page, "B1") is None

    def test_counts_neither_who_has_a_buddy_nor_who_takes_a_break(self, client):
        four = waiting(4, dutch_level="A1")
        make.pair(newcomer=make.newcomer(dutch_level="A1"))
        make.newcomer(dutch_level="A1", paused_since=make.MONDAY)
        assert row(read(client), "A1") is None

        make.pair(newcomer=make.newcomer(dutch_level="A1"), ended_on=make.MONDAY, end_reason="MOVED")

        assert row(read(client), "A1")[1] == str(len(four) + 1)

    def test_that_is_largest_stands_first(self, client):
        waiting(5, dutch_level="A1")
        waiting(6, dutch_level="A2")

        page = read(client)

        assert page.index("<td>A2</td>") < page.index("<td>A1</td>")

    def test_has_a_neighbourhood_of_its_own(self, client):
        waiting(5, neighbourhood=make.neighbourhood("BU02160001", name="Terweijde"))
        waiting(6)

        page = read(client)

        assert row(page, "Terweijde")[1] == "5"
        assert row(page, "Binnenstad")[1] == "6"


def test_nobody_is_named(client):
    newcomers = waiting(5)

    page = read(client)

    assert not any(each.account.call_name in page or str(each.pk) in page for each in newcomers)


def test_many_people_take_as_many_queries_as_five(client):
    counts = []
    for _ in range(2):
        waiting(5)
        make.pair()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(PAGE).status_code == 200
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", OTHERS_THAN_THE_MANAGER)
def test_there_is_no_such_page_for_anybody_else(who, method):
    client = make.browser_of(OTHERS[who]().account)

    assert masked(getattr(client, method)(PAGE)) == missing_page(client, PAGE)


def test_there_is_no_such_page_for_who_managed_before_or_manages_another_town():
    before = make.programme_manager(until=make.MONDAY)
    with scope(municipality=make.OTHER_TOWN):
        elsewhere = make.programme_manager(of=make.OTHER_TOWN)
    make.coordinator(account=elsewhere.account)  # and works in this town as something else

    assert browser(before).get(PAGE).status_code == 404
    client = browser(elsewhere)
    client.post("/mijn/", {"role": f"COORDINATOR-{make.TOWN}"})
    assert client.get(PAGE).status_code == 404
    client.post("/mijn/", {"role": f"PROGRAMME_MANAGER-{make.OTHER_TOWN}"})
    assert client.get(PAGE).status_code == 200
