"""A coordinator registers somebody who cannot do it alone."""

import uuid

import pytest

from backend.people import consent
from backend.people.models import Consent, Newcomer
from backend.people.registration import MOST_ON_ONE_CONTACT_A_DAY
from tests import make

pytestmark = pytest.mark.usefixtures("town")
PAGE = "/coordinator/aanmelden/nieuwkomer/"


def told(**about):
    return {
        "request_id": str(uuid.uuid4()),
        "language": "ar",
        "full_name": "Salma Haddad",
        "phone": "06 12345678",
        "neighbourhood": make.neighbourhood().code,
        "languages": ["apc"],
        "dutch_level": "A0",
        "week": ["2-1080-1260"],
        "session_minutes": "90",
        "max_distance_m": "3000",
        "consent_version": consent.CURRENT,
        "agrees": "on",
    } | about


@pytest.fixture
def coordinator():
    return make.coordinator().account


def test_the_consent_text_stands_on_the_page_to_be_read_aloud(coordinator):
    page = make.browser_of(coordinator).get(PAGE)

    assert f"consent/{consent.CURRENT}.html" in [template.name for template in page.templates]


def test_the_person_takes_part_and_the_coordinator_is_noted(coordinator):
    make.browser_of(coordinator).post(PAGE, told())

    newcomer = Newcomer.objects.get(account__full_name="Salma Haddad")
    assert newcomer.registered_by == coordinator
    assert newcomer.account.language == "ar"
    assert newcomer.account.phone == "+31612345678"
    assert Consent.objects.get(account=newcomer.account).noted_by == coordinator


def test_a_double_click_makes_one_person(coordinator):
    browser, form = make.browser_of(coordinator), told()

    for _ in range(2):
        assert browser.post(PAGE, form).status_code == 302

    assert Newcomer.objects.count() == 1


def test_a_form_with_a_mistake_comes_back_with_everything_that_was_typed(coordinator):
    page = make.browser_of(coordinator).post(PAGE, told(phone="123"))

    assert page.status_code == 422
    assert "Salma Haddad" in page.content.decode()
    assert not Newcomer.objects.exists()


def test_without_consent_nobody_is_registered(coordinator):
    form = told()
    del form["agrees"]

    assert make.browser_of(coordinator).post(PAGE, form).status_code == 422
    assert not Newcomer.objects.exists()


def test_many_people_on_one_phone_are_no_problem_for_a_coordinator(coordinator):
    browser = make.browser_of(coordinator)

    for number in range(MOST_ON_ONE_CONTACT_A_DAY + 1):
        browser.post(PAGE, told(full_name=f"Person {'abcdefghijklmnop'[number]}"))

    assert Newcomer.objects.count() == MOST_ON_ONE_CONTACT_A_DAY + 1


@pytest.mark.parametrize("role", [make.volunteer, make.caseworker, make.programme_manager])
def test_nobody_else_registers_others(role):
    assert make.browser_of(role().account).post(PAGE, told()).status_code == 404
    assert not Newcomer.objects.filter(account__full_name="Salma Haddad").exists()
