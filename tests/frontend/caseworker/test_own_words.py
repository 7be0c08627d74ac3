"""The person writes on the own page: a view, a wrong figure, an objection; nobody else has such a page."""

import uuid

import pytest
from django_scopes import scope

from backend.obligations.models import ParticipationStatement, PersonWord
from tests import make
from tests.backend.obligations.duties import linked, worked
from tests.frontend.caseworker.people import caseworker_of, person_of
from tests.frontend.strangers import OTHERS, masked
from tests.frontend.taking_part.people import browser

MINE = "/mijn/afspraken/"


def wrote(obligation, name, **form):
    return person_of(obligation).post(f"{MINE}schrijf/{name}/", {"request_id": str(uuid.uuid4())} | form)


@pytest.mark.parametrize("name", ["mening", "getal", "bezwaar", "uren"])
def test_every_page_opens_for_the_person_and_for_nobody_else(name):
    obligation = linked()

    assert person_of(obligation).get(f"{MINE}schrijf/{name}/").status_code == 200
    for role in OTHERS.values():
        client = browser(role())
        assert masked(client.get(f"{MINE}schrijf/{name}/"))[0] == client.get(f"{MINE}alles.pdf").status_code == 404


def test_a_wrong_figure_comes_to_the_caseworker_with_its_week():
    obligation = linked()

    answer = wrote(obligation, "getal", monday="2026-11-16", text="We met twice in this week.")

    assert answer.headers["Location"] == MINE
    assert PersonWord.objects.get().said_on == make.MONDAY
    page = caseworker_of(obligation).get(f"/klantmanager/dossier/{obligation.pk}/").content.decode()
    assert "We met twice in this week." in page
    assert "about the week of 16 Nov 2026" in page


def test_an_objection_names_a_decision_of_the_own_file_only():
    obligation, other = linked(), linked()

    mine, not_mine = (
        wrote(obligation, "bezwaar", decision_id=str(each.decisions.get().pk), text="I care for my mother.")
        for each in (obligation, other)
    )

    assert (mine.status_code, not_mine.status_code) == (302, 422)
    assert PersonWord.objects.get().kind == PersonWord.Kind.DECISION


def test_a_citizen_number_is_refused_and_what_was_typed_stays():
    page = wrote(linked(), "mening", text="My number is 111222333.")

    assert page.status_code == 422
    assert "looks like a citizen number (BSN)" in page.content.decode()
    assert "My number is 111222333." in page.content.decode()


def test_both_read_the_same_figures_reasons_and_picture():
    obligation = linked()
    worked(obligation, minutes=90)
    worked(obligation, days_ago=3, minutes=60, is_confirmed=False)

    own = person_of(obligation).get(MINE).content.decode()
    file = caseworker_of(obligation).get(f"/klantmanager/dossier/{obligation.pk}/").content.decode()

    for start, end in (
        ("<table", "</table>"),
        ('<svg class="hours"', "</svg>"),
        ("<details><summary>Every", "</details>"),
    ):
        assert own.split(start)[1].split(end)[0] == file.split(start)[1].split(end)[0]
    assert "We wait for an answer of the other person." in own


def test_the_person_takes_the_same_file_away():
    obligation = linked()

    own, file = (
        person_of(obligation).get(f"{MINE}alles.json"),
        caseworker_of(obligation).get(f"/klantmanager/dossier/{obligation.pk}/alles.json"),
    )

    assert own.content == file.content


class TestParticipationHours:
    PAGE = "/mijn/participatie/"

    def test_are_a_newcomers_own(self):
        newcomer = make.newcomer()
        client = browser(newcomer)
        form = {"request_id": str(uuid.uuid4()), "route": "MAP", "starts_on": "2026-11-01", "ends_on": "2026-11-20"}

        assert client.post(self.PAGE, form).headers["Location"] == self.PAGE

        paper = f"{self.PAGE}{ParticipationStatement.objects.get().pk}.pdf"
        assert paper in client.get(self.PAGE).content.decode()
        assert client.get(paper).content.startswith(b"%PDF-")
        assert browser(make.newcomer()).get(paper).status_code == 404
        assert browser(make.volunteer()).get(self.PAGE).status_code == 404

    def test_of_another_town_are_not_here(self):
        with scope(municipality=make.OTHER_TOWN):
            elsewhere = make.newcomer(of=make.OTHER_TOWN)
            other = browser(elsewhere)

        assert "0 minutes" in other.get(self.PAGE).content.decode()


def test_the_ordinance_is_read_with_its_sentences_and_tried_out():
    make.ordinance()
    client = browser(make.caseworker())

    page = client.get("/klantmanager/verordening/", {"hours": "8", "averaging_weeks": "", "holiday_weeks_free": ""})

    assert "Most time a week" in page.content.decode()
    assert "_" not in "".join(name + value for _, rows in page.context["versions"] for name, value, _ in rows)
    assert "Clients for whom something changes" in page.content.decode()


def test_the_monthly_bit_is_a_file_and_a_month_that_is_none_is_not_there():
    client = browser(make.caseworker())

    assert client.get("/klantmanager/bus.csv", {"maand": "2026-10"}).content.startswith(b"clientnummer,maand")
    assert client.get("/klantmanager/bus.csv", {"maand": "soon"}).status_code == 404
