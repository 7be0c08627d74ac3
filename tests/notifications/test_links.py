"""Links in messages: for one person, for a while, and only a hash of them is kept."""

import re
import uuid
from datetime import timedelta

import pytest

from notifications import links, sending
from notifications.models import LinkToken
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def a_link(**about):
    given = {
        "recipient_id": uuid.uuid4(),
        "municipality": make.TOWN,
        "purpose": "test",
        "path": "/mijn/",
        "expires_at": make.NOON + DAY,
    } | about
    return links.make_link(**given)


def token_of(link):
    return re.fullmatch(r"http://localhost:8000/m/([\w-]{32})/", link)[1]


def test_a_link_opens_its_page_for_its_person():
    who = uuid.uuid4()

    opened = links.open_link(token_of(a_link(recipient_id=who, path="/mijn/leren/")), make.NOON)

    assert (opened.recipient_id, opened.path, opened.municipality) == (who, "/mijn/leren/", make.TOWN)


def test_a_link_opens_nothing_when_its_time_is_over():
    assert links.open_link(token_of(a_link()), make.NOON + DAY) is None


def test_a_guessed_link_opens_nothing():
    a_link()

    assert links.open_link("a" * 32, make.NOON) is None


def test_the_token_itself_is_not_kept():
    token = token_of(a_link())

    assert token not in str(LinkToken.objects.values())


def test_a_link_that_opens_nothing_any_more_is_forgotten():
    a_link()
    kept = a_link(expires_at=make.NOON + 2 * DAY)

    sending.tick(make.NOON + DAY)

    assert LinkToken.objects.count() == 1
    assert links.open_link(token_of(kept), make.NOON + DAY) is not None


def test_the_link_in_a_mail_opens_the_page_of_its_kind(mail_server, make_kind):
    owe(make_kind(path=lambda subject: f"/mijn/leren/afspraak/{subject}/"))

    sending.tick(make.NOON)

    [mail] = mail_server.mails
    for part in mail.iter_parts():
        token = re.search(r"/m/([\w-]{32})/", part.get_content())[1]
        assert links.open_link(token, make.NOON).path.startswith("/mijn/leren/afspraak/")
