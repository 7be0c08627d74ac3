"""Receipts of delivery: only Notify is heard, and replayed or disordered ones do no harm."""

import uuid

import pytest
from django.test import Client

from local.fake_notify import Callback, report
from notifications.models import Message
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-this-test"


@pytest.fixture(autouse=True)
def agreed(settings):
    settings.NOTIFY_CALLBACK_TOKEN = TOKEN


@pytest.fixture
def message(make_kind):
    return owe(make_kind(), make.account(mail="", phone="+31612345678"))


def tell(message, status, *, token=TOKEN, provider_id="one", **about):
    body = {"id": provider_id, "reference": str(message.pk), "status": status} | about
    return Client().post(
        "/notify/ontvangst", body, content_type="application/json", headers={"Authorization": f"Bearer {token}"}
    )


def delivery():
    return Message.objects.get().delivery


class TestAReceipt:
    def test_says_how_the_message_fared(self, message):
        assert tell(message, "delivered").status_code == 204

        assert delivery() == "DELIVERED"

    def test_that_comes_again_is_harmless(self, message):
        answers = {tell(message, "delivered").status_code for _ in range(3)}

        assert (answers, delivery()) == ({204}, "DELIVERED")

    def test_that_comes_too_late_does_not_undo_a_final_one(self, message):
        for status in ("delivered", "sending", "permanent-failure"):
            tell(message, status)

        assert delivery() == "DELIVERED"

    @pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x"])
    def test_from_somebody_else_is_not_heard(self, message, token):
        assert tell(message, "delivered", token=token).status_code == 401

        assert delivery() == ""

    def test_is_not_heard_when_no_token_was_agreed_on(self, message, settings):
        settings.NOTIFY_CALLBACK_TOKEN = ""

        assert tell(message, "delivered", token="").status_code == 401

    def test_about_another_text_with_our_reference_changes_nothing(self, message):
        Message.objects.update(provider_id="one")

        tell(message, "delivered", provider_id="two")

        assert delivery() == ""

    def test_about_a_message_that_we_do_not_know_is_taken_and_forgotten(self, message):
        assert tell(message, "delivered", reference=str(uuid.uuid4())).status_code == 204

        assert delivery() == ""

    @pytest.mark.parametrize("about", [{"reference": "x"}, {"status": "exploded"}, {"reference": None}])
    def test_that_cannot_be_read_is_a_bad_request(self, message, about):
        assert tell(message, **{"status": "delivered"} | about).status_code == 400

    def test_of_a_failure_makes_a_task_for_a_coordinator(self, message):
        tell(message, "permanent-failure")

        assert Message.objects.troubled(make.TOWN).get() == message

    def test_that_notify_sends_is_understood(self, live_server, message):
        kept = {"id": "one", "reference": str(message.pk), "phone_number": "+31612345678", "created_at": "now"}
        callback = Callback(url=f"{live_server.url}/notify/ontvangst", token=TOKEN, times=2)

        assert report(callback, kept, "delivered") == [204, 204]
