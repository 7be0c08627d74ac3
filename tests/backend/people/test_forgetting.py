"""What is not kept longer than it is of use."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.sessions.models import Session

from backend.people import forgetting, login
from backend.people.models import LoginCode
from tests import make

pytestmark = pytest.mark.django_db


def test_a_contact_that_anybody_typed_is_gone_after_two_days():
    login.ask_code(contact="old@example.org", now=make.NOON)
    login.ask_code(contact="new@example.org", now=make.NOON + timedelta(days=1))

    forgetting.forget_due(make.NOON + timedelta(days=2, minutes=1))

    assert [code.contact for code in LoginCode.objects.all()] == ["new@example.org"]


def test_a_session_that_has_ended_is_gone_with_what_was_typed_in_it():
    for key, minutes in (("ended", -1), ("alive", 5)):
        end = datetime.now(UTC) + timedelta(minutes=minutes)
        Session.objects.create(session_key=key, session_data="", expire_date=end)

    forgetting.forget_due(make.NOON + timedelta(days=3650))

    assert [session.session_key for session in Session.objects.all()] == ["alive"]
