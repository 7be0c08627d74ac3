"""My arrangements: a page that everybody may open, so that opening it tells nothing."""

import pytest
from django_scopes import scope

from tests import make
from tests.backend.obligations.duties import letter, linked, stated, worked
from tests.frontend.caseworker.people import caseworker_of, person_of
from tests.frontend.strangers import OTHERS, masked
from tests.frontend.taking_part.people import browser

MINE = "/mijn/afspraken/"
NOTHING = "There are no arrangements here. Most volunteers have none."


def table(page):
    return page.split("<table")[1].split("</table>")[0]


def test_everybody_who_is_logged_in_reads_the_same_page():
    linked()

    pages = {who: masked(browser(role()).get(MINE)) for who, role in OTHERS.items()}

    assert len(set(pages.values())) == 1
    status, _headers, body = pages["a coordinator"]
    assert status == 200
    assert NOTHING in body.decode()


def test_an_operator_without_a_role_reads_it_too():
    operator = make.account(is_staff=True, is_superuser=True, language="en")

    assert NOTHING in make.browser_of(operator).get(MINE).content.decode()


def test_a_stranger_is_asked_to_log_in():
    answer = make.Browser().get(MINE)

    assert answer.headers["Location"] == f"/inloggen/?next={MINE}"


def test_every_volunteer_has_the_way_to_it():
    assert f'href="{MINE}"' in browser(make.volunteer()).get("/mijn/helpen/").content.decode()


class TestThePerson:
    def test_reads_the_figures_that_the_caseworker_reads(self):
        obligation = linked()
        worked(obligation, minutes=90)
        worked(obligation, days_ago=12, minutes=60, is_confirmed=False)

        own = person_of(obligation).get(MINE).content.decode()
        file = caseworker_of(obligation).get(f"/klantmanager/dossier/{obligation.pk}/").content.decode()

        assert table(own) == table(file)
        assert "1 hour 30 minutes" in table(own)

    def test_reads_the_decision_and_can_download_every_statement(self):
        obligation = linked(decision=letter(case_reference="Z-2026-8"))
        statement = stated(obligation)

        page = person_of(obligation).get(MINE).content.decode()

        assert "Z-2026-8" in page
        assert "4 hours a week from 26 Oct 2026" in page
        assert f'href="{MINE}{statement.pk}.pdf"' in page
        assert f'href="{MINE}{statement.pk}.csv"' in page

    def test_reads_nothing_about_others(self):
        obligation, other = linked(), linked(client_number="OTHER-1", decision=letter(case_reference="OTHER-2"))

        page = person_of(obligation).get(MINE).content.decode()

        assert "OTHER" not in page
        assert str(other.pk) not in page

    def test_still_reads_it_after_the_duty_has_passed(self):
        obligation = linked(decision=letter(ends_on=letter().starts_on))

        page = person_of(obligation).get(MINE).content.decode()

        assert "up to and including 26 Oct 2026" in page

    def test_reads_about_a_duty_in_another_town_only_when_acting_there(self):
        person = make.account(language="en")
        make.volunteer(account=person)
        with scope(municipality=make.OTHER_TOWN):
            volunteer = make.volunteer(of=make.OTHER_TOWN, account=person)
            linked(volunteer, make.caseworker(of=make.OTHER_TOWN), town=make.OTHER_TOWN)
        client = make.browser_of(person)

        assert NOTHING in client.get(MINE).content.decode()
        client.post("/mijn/", {"role": f"VOLUNTEER-{make.OTHER_TOWN}"})

        assert "Z-2026-1" in client.get(MINE).content.decode()


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_nothing_can_be_changed_there(method):
    obligation = linked()

    assert getattr(person_of(obligation), method)(MINE).status_code == 405
