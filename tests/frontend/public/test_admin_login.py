"""The administration has no login of its own, and opens for operators only."""

from urllib.parse import unquote

import pytest
from django.test import Client
from django_scopes import scope

from tests import make

pytestmark = pytest.mark.django_db


def test_a_stranger_comes_to_the_login_with_a_code_and_goes_on_from_there():
    page = Client().get("/beheer/", follow=True)

    assert unquote(page.redirect_chain[-1][0]) == "/inloggen/?next=/beheer/"


def test_an_operator_sees_it_and_can_open_each_list():
    make.town()
    browser = make.browser_of(make.account(is_staff=True, is_superuser=True))

    for page in ("", "people/account/", "people/coordinator/", "people/caseworker/", "people/programmemanager/"):
        assert browser.get(f"/beheer/{page}").status_code == 200


def test_an_operator_is_greeted_by_name():
    make.town()
    operator = make.account(is_staff=True, is_superuser=True, call_name="Hanneke")

    page = make.browser_of(operator).get("/beheer/").content.decode()

    assert "Hanneke" in page
    assert str(operator.pk) not in page


def test_an_operator_can_appoint_a_coordinator():
    make.town()
    person = make.account()
    browser = make.browser_of(make.account(is_staff=True, is_superuser=True))

    about = {"municipality": make.TOWN, "account": person.pk, "since": "2026-11-23", "until": "", "centre": ""}
    answer = browser.post("/beheer/people/coordinator/add/", about)

    assert answer.status_code == 302
    assert make.browser_of(person).get("/mijn/").headers["Location"] == "/coordinator/"


@pytest.mark.parametrize("role", [make.coordinator, make.caseworker, make.volunteer])
def test_nobody_else_comes_in(role):
    with scope(municipality=make.TOWN):
        account = role().account

    answer = make.browser_of(account).get("/beheer/people/account/")

    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/beheer/login/")
