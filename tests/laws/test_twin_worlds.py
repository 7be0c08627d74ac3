"""Twin worlds: nobody but the caseworker and the person can notice who is under a duty.

The same town lives some days twice, one time with a duty on twenty volunteers. Every page, answer of the API, message
and log line must be the same, byte for byte, and take the same number of queries. The addresses come from the
URLconf: a new one whose parameter has no sample fails here.
"""

import pytest
from django.core.cache import cache

from backend.config.twin_worlds import routes, samples, watching, worlds
from backend.config.twin_worlds.canaries import CANARY
from backend.config.twin_worlds.worlds import compare
from backend.people.models import Account
from backend.privacy import audit
from tests import make

pytestmark = pytest.mark.usefixtures("db")
SMALL = {"flipped": 2, "seed": 7, "days": 0, "now": make.NOON, "asked_by": {"coordinator", "newcomer"}}
SMALL |= {"below": "/coordinator/vrijwilliger"}


def test_nobody_else_can_notice_who_of_forty_people_are_under_a_duty():
    found = compare(flipped=20, seed=2026, days=2, now=make.NOON)

    assert (found.different, found.crossed, found.canaries, found.failed) == ([], [], [], [])
    assert len(found.with_duty.answers) > 2000
    assert len(found.with_duty.messages) > 0
    assert b"BEGIN:VEVENT" in found.with_duty.answers["volunteer 0 of those", watching.CALENDAR].whole
    assert set(found.with_duty.by_status()) >= {200, 302, 403, 404, 405}


def test_where_people_are_served_it_asks_all_the_same_and_leaves_the_send_journal_alone(settings, tmp_path):
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["taalmaatje.example"], True
    settings.SEND_JOURNAL = str(tmp_path / "journal.log")

    found = compare(**SMALL | {"days": 1, "asked_by": {"coordinator"}})

    assert found.is_clean
    assert list(tmp_path.iterdir()) == []


def test_a_sign_on_the_page_of_people_with_a_duty_is_noticed():
    def leak(chosen):
        Account.objects.filter(pk__in=[each.account_id for each in chosen]).update(call_name="Trust me")

    found = compare(**SMALL, leak=leak)

    for place in ("coordinator: /coordinator/vrijwilliger", "newcomer: /agenda/"):
        assert any(told.startswith(place) for told in found.different)


def test_a_duty_that_is_told_elsewhere_is_noticed():
    def leak(chosen):
        for each in chosen:
            audit.note(deed=CANARY, about=each, town=each.municipality_id, by=None, now=make.NOON)

    found = compare(**SMALL, leak=leak)

    assert any(place.startswith("table privacy_") for place in found.canaries)


def test_a_key_in_a_cache_is_heard():
    seen = watching.Seen()

    with watching.listening(seen):
        cache.get("duty-of-somebody")

    assert [key for key in seen.cached if "duty-of-somebody" in key]


def test_an_address_with_an_unknown_parameter_is_not_passed_over():
    with pytest.raises(routes.NoSample, match="horoscope"):
        routes.paths("coordinator:horoscope", "coordinator/<uuid:horoscope_id>/", samples.WORDS)


def test_a_role_that_is_shown_no_page_proves_nothing():
    seen = watching.Seen()
    for role, path, status in (("seen", "/", 200), ("seen", "/x/", 404), ("blind", "/", 301), ("blind", "/x/", 400)):
        seen.answers[role, path] = watching.Answer(status, b"Content-Type: text/html", 0, 0)
    seen.answers["blind", "/readyz"] = watching.Answer(200, b"Content-Type: application/json", 0, 0)

    assert worlds.failures(seen) == ["blind: no page at all"]
