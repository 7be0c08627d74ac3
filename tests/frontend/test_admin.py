"""The administration: for operators only, in their language, about who works where and nobody else."""

from urllib.parse import unquote

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import translation
from django_scopes import scope

from backend.privacy.models import AuditEntry
from tests import make

pytestmark = pytest.mark.django_db


def test_a_stranger_comes_to_the_login_with_a_code_and_goes_on_from_there():
    page = Client().get("/beheer/", follow=True)

    assert unquote(page.redirect_chain[-1][0]) == "/inloggen/?next=/beheer/"


@pytest.fixture
def operator():
    """Somebody who operates a product in which one town takes part."""
    make.town()
    return make.browser_of(make.account(is_staff=True, is_superuser=True, full_name="Olga Operator"))


def listed(browser, **search):
    return browser.get("/beheer/people/account/", search).content.decode()


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


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model.__name__)
def test_what_it_lists_has_a_name_in_every_language(model):
    names = []
    for language in ("en", "nl", "ar"):
        with translation.override(language):
            names.append((str(model._meta.verbose_name), str(model._meta.verbose_name_plural)))

    assert all(len(set(each)) == 3 for each in zip(*names, strict=True))


class TestTheListOfPeople:
    @pytest.mark.parametrize("role", [make.newcomer, make.volunteer])
    def test_leaves_out_who_only_learns_or_helps(self, operator, role):
        with scope(municipality=make.TOWN):
            role(account=make.account(full_name="Samira Saidi"))

        assert "Samira Saidi" not in listed(operator)
        assert "Samira Saidi" not in listed(operator, q="Samira")

    def test_has_who_works_and_helps_too(self, operator):
        with scope(municipality=make.TOWN):
            both = make.volunteer(account=make.account(full_name="Bea Both")).account
            make.coordinator(account=both)

        assert "Bea Both" in listed(operator)

    def test_has_who_was_just_added(self, operator):
        make.account(full_name="Nina New")

        assert "Nina New" in listed(operator)

    def test_finds_a_volunteer_by_the_whole_mail_address_so_that_he_can_be_appointed(self, operator):
        with scope(municipality=make.TOWN):
            make.volunteer(account=make.account(full_name="Vera Vos", mail="vera.vos@example.org"))

        assert "Vera Vos" in listed(operator, q="vera.vos@example.org")
        assert "Vera Vos" not in listed(operator, q="vera.vos@example")

    def test_names_nobody_by_an_id(self, operator):
        with scope(municipality=make.TOWN):
            chosen = make.coordinator(account=make.account(full_name="Carla Coordinator"))

        pages = [
            operator.get(f"/beheer/people/coordinator/{page}").content.decode()
            for page in ("", f"{chosen.pk}/change/")
        ]

        assert all("Carla Coordinator" in page and f"Account {chosen.account_id}" not in page for page in pages)


class TestAppointing:
    def test_twice_is_refused_in_plain_dutch(self, operator):
        with scope(municipality=make.TOWN):
            person = make.caseworker().account

        about = {"municipality": make.TOWN, "account": person.pk, "since": "2026-11-23", "until": ""}
        answer = operator.post("/beheer/people/caseworker/add/", about)

        assert answer.status_code == 200
        assert "Deze persoon heeft deze rol al." in answer.content.decode()

    def test_a_last_day_before_the_first_is_refused(self, operator):
        about = {
            "municipality": make.TOWN,
            "account": make.account().pk,
            "since": "2026-11-23",
            "until": "2026-11-22",
        }
        answer = operator.post("/beheer/people/policyofficer/add/", about)

        assert "Kies een dag op of na de eerste dag." in answer.content.decode()

    def test_stands_in_the_audit_trail(self, operator):
        about = {"municipality": make.TOWN, "account": make.account().pk, "since": "2026-11-23", "until": ""}
        operator.post("/beheer/people/programmemanager/add/", about)

        with scope(municipality=make.TOWN):
            line = AuditEntry.objects.get(deed="operator.add")
        assert line.subject_type == "ProgrammeManager"

    def test_happens_in_the_town_that_an_operator_of_several_chose(self, operator):
        make.town("GM0344")

        assert "OPERATOR-GM0344" in operator.get("/mijn/").content.decode()
        assert operator.post("/mijn/", {"role": "OPERATOR-GM0344"}).headers["Location"] == "/beheer/"
        form = operator.get("/beheer/people/coordinator/add/").content.decode()
        assert "GM0344" in form
        assert make.TOWN not in form

    def test_is_not_offered_while_no_town_takes_part(self):
        browser = make.browser_of(make.account(is_staff=True, is_superuser=True))

        assert "/beheer/people/coordinator/" not in browser.get("/beheer/").content.decode()
        assert browser.get("/beheer/people/coordinator/").status_code == 403

    def test_somebody_who_cannot_be_reached_is_refused(self, operator):
        about = {"full_name": "Una", "call_name": "Una", "mail": "", "phone": "", "language": "nl", "is_active": "on"}
        answer = operator.post("/beheer/people/account/add/", about)

        assert "Vul een mailadres of een telefoonnummer in" in answer.content.decode()

    def test_a_phone_number_is_written_as_people_write_it(self, operator):
        about = {"full_name": "Una", "call_name": "Una", "phone": "06 12345678", "language": "nl", "is_active": "on"}
        answer = operator.post("/beheer/people/account/add/", about)

        assert answer.status_code == 302
        assert "+31612345678" in listed(operator, q="06-12345678")


def test_no_page_here_writes_meetings_or_hours():
    """They have one way in, with its checks: the pages of people and coordinators, the API, paper and files."""
    rooms = {model._meta.app_label for model in admin.site._registry}

    assert rooms
    assert not rooms & {"meetings", "pairs", "obligations"}


def test_a_phone_number_keeps_its_plus_in_front_in_a_right_to_left_list(operator):
    make.account(full_name="Karim", mail="", phone="+31612345678")

    assert '<bdi dir="ltr">+31612345678</bdi>' in listed(operator, q="Karim")


def test_an_operator_can_read_it_in_another_language(operator):
    page = operator.get("/beheer/").content.decode()

    assert 'action="/taal/"' in page
    assert 'name="language" value="ar"' in page
