"""The pages for everybody."""

from datetime import datetime, timedelta

import pytest

from backend.places import clock
from tests import make
from tests.frontend.public import visitor

pytestmark = pytest.mark.django_db

PAGES = ["/", "/leren/", "/helpen/", "/inloggen/", "/privacy/", "/toegankelijkheid/"]


@pytest.mark.parametrize(("language", "direction"), [("nl", "ltr"), ("en", "ltr"), ("ar", "rtl")])
@pytest.mark.parametrize("address", PAGES)
def test_stand_in_the_readers_language_and_direction(address, language, direction):
    make.neighbourhood()

    page = visitor.in_language(language).get(address)

    assert page.status_code == 200
    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_make_no_session_for_who_only_reads(address):
    make.neighbourhood()

    assert "taalmaatje" not in visitor.in_language("en").get(address).cookies


def test_the_start_page_takes_as_many_queries_for_ten_towns_as_for_one(django_assert_num_queries):
    for number in range(10):
        make.town(f"GM{1000 + number}")

    with django_assert_num_queries(1):
        visitor.in_language("en").get("/")


def test_security_txt_says_where_to_write_and_holds_for_less_than_a_year():
    answer = visitor.in_language("en").get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert lines["Contact"].startswith("mailto:")
    until = datetime.fromisoformat(lines["Expires"])
    assert clock.now() < until < clock.now() + timedelta(days=365)
