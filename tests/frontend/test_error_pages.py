"""The pages for when it goes wrong: in the reader's language, and also without a database."""

import pytest
from django.test import RequestFactory

from frontend import pages


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
