"""When it goes wrong: pages in the reader's language, also without a database, and forms that open at the mistake."""

import pytest
from django.test import RequestFactory

from frontend import pages
from tests import make
from tests.frontend.public import visitor


@pytest.mark.parametrize(
    ("language", "heading"), [("nl", "Er ging iets mis"), ("en", "Something went wrong"), ("ar", 'dir="rtl"')]
)
def test_our_mistake_is_told_in_the_language_of_the_cookie_though_nothing_answers(language, heading):
    request = RequestFactory().get("/")  # no session, no account, and this test has no database
    request.COOKIES["language"] = language

    page = pages.server_error(request)

    assert page.status_code == 500
    assert heading in page.content.decode()
    assert f'lang="{language}"' in page.content.decode()


@pytest.mark.django_db
def test_a_form_that_comes_back_opens_at_what_is_wrong_and_a_wrong_code_at_its_field():
    make.town()
    browser = visitor.in_language("en")

    signing_up = browser.post("/leren/", {"full_name": ""}).content.decode()
    browser.post("/inloggen/", {"contact": "amina@example.org"})
    code = browser.post("/inloggen/code/", {"code": "123456"}).content.decode()

    assert 'role="alert" tabindex="-1" autofocus' in signing_up
    assert signing_up.count("autofocus") == 1
    assert code.count("autofocus") == 1
    assert "autofocus" in code[code.index('name="code"') :]
