"""The page of who leads a language table: when and where it meets, and who sits there."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.meetings import planning, table_plans
from backend.meetings.models import Meeting
from tests import make
from tests.frontend.taking_part.people import browser

HOME = "/mijn/helpen/"


def address(table):
    return f"{HOME}taaltafel/{table.pk}/"


@pytest.fixture
def leader():
    return make.volunteer(account=make.account(language="en"), capacity=0)


@pytest.fixture
def table(leader):
    return make.language_table(leader=leader, name="Thee en taal", centre=make.centre(name="De Zuidwester"))


def sits(table, name, **about):
    person = make.newcomer(account=make.account(call_name=name, full_name=f"{name} Tesfay"), joins_tables=True)
    return make.table_seat(table=table, newcomer=person, **about)


def test_it_says_when_where_and_who_by_call_name_alone(table, leader):
    sits(table, "Amina")
    sits(table, "Bilal", until=make.MONDAY)

    page = browser(leader).get(address(table)).content.decode()

    assert "Every Wednesday" in page
    assert all(text in page for text in ("19:00", "De Zuidwester", "Amina", "3 seats are free."))
    assert "Tesfay" not in page
    assert "Bilal" not in page


def test_it_shows_the_days_to_come_once_they_are_planned(table, leader):
    assert "Nothing is planned yet" in browser(leader).get(address(table)).content.decode()

    sits(table, "Amina")
    table_plans.catch_up(now=make.NOON)

    assert "Nothing is planned yet" not in browser(leader).get(address(table)).content.decode()


def test_it_says_who_does_not_come(table, leader):
    learner = sits(table, "Amina").newcomer
    sits(table, "Bilal")
    table_plans.catch_up(now=make.NOON)
    [first, *_] = Meeting.objects.filter(table=table).order_by("starts_at")
    assert "does not come" not in browser(leader).get(address(table)).content.decode()

    planning.cancel(meeting_id=first.pk, by=learner.account, now=make.NOON)

    page = browser(leader).get(address(table)).content.decode()
    assert page.count("does not come") == 1
    assert "<bdi>Amina</bdi>: does not come" in page


def test_the_own_page_leads_there(table, leader):
    assert address(table) in browser(leader).get(HOME).content.decode()


def test_for_anybody_else_it_does_not_exist(table):
    with scope(municipality=make.OTHER_TOWN):
        elsewhere = make.language_table(of=make.OTHER_TOWN)
    stranger = browser(make.volunteer())

    assert [stranger.get(address(one)).status_code for one in (table, elsewhere)] == [404, 404]
    assert browser(sits(table, "Amina").newcomer).get(address(table)).status_code == 404


def test_a_table_that_closed_is_gone(table, leader):
    table.closed_on = make.MONDAY
    table.save()

    assert browser(leader).get(address(table)).status_code == 404
    assert "Thee en taal" not in browser(leader).get(HOME).content.decode()


def test_many_people_take_no_more_queries_than_one(leader):
    table = make.language_table(leader=leader, seats=12)
    client = browser(leader)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(address(table))
        return len(asked)

    sits(table, "Amina")
    client.get(address(table))
    one = queries()
    for number in range(9):
        sits(table, f"Amina {number}")
    assert queries() == one
