"""Whoever holds a statement of hours can see whether it is genuine, and nothing else."""

import pytest

from tests import make
from tests.backend.meetings.hours import claimed
from tests.backend.meetings.test_certificates import issue

pytestmark = pytest.mark.usefixtures("town")


def check(code):
    return make.Browser().post("/controleer/", {"code": code})


def test_a_genuine_one_shows_what_stands_on_the_paper():
    person = make.volunteer().account
    claimed(person.pk)
    made = issue(person)

    page = check(made.figures["code"]).content.decode()

    assert "Dit overzicht is echt." in page
    assert person.full_name in page
    assert person.mail not in page
    assert str(person.pk) not in page


def test_another_code_says_what_to_do_and_keeps_what_was_typed():
    answer = check("7KQ2-M9XA-40ZD")

    assert answer.status_code == 422
    assert "Geen enkel overzicht heeft deze code." in answer.content.decode()
    assert "7KQ2-M9XA-40ZD" in answer.content.decode()


def test_the_page_asks_for_no_login():
    assert make.Browser().get("/controleer/").status_code == 200
