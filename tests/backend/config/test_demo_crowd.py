"""In a large demo most people come in as a crowd: the same rows as when they sign up one by one."""

import uuid

import pytest

from backend.config.demo import crowd
from backend.config.demo import town as culemborg
from backend.config.demo.characters import THE_NEWCOMER, THE_VOLUNTEER
from backend.config.demo.crowd import Arrival
from backend.people import registration
from backend.people.models import Account, AvailabilitySlot, Consent, Newcomer, Volunteer
from backend.privacy.models import AuditEntry
from tests import make

OF_EACH_ONE = {"id", "account_id", "actor_id", "subject_id", "password", "request_id", "request_hash", "created_at"}


@pytest.fixture(autouse=True)
def neighbourhoods(town):
    culemborg.build(since=make.MONDAY)


def rows_about(role):
    """Every row that belongs to this person, without what must differ between two people."""
    around = [Account.objects.filter(pk=role.account_id), type(role).objects.filter(pk=role.pk)]
    around += [kind.objects.filter(account=role.account_id) for kind in (AvailabilitySlot, Consent)]
    around += [AuditEntry.objects.filter(subject_id=role.pk)]
    return [
        {name: value for name, value in row.items() if name not in OF_EACH_ONE}
        for rows in around
        for row in sorted(rows.values(), key=lambda row: str(row.get("weekday")))
    ]


@pytest.mark.parametrize("is_helped", [False, True], ids=["alone", "with a coordinator"])
def test_a_newcomer_of_the_crowd_has_the_rows_of_one_who_signs_up(is_helped):
    helped_by = make.coordinator().account if is_helped else None
    one = registration.register_newcomer(
        town=make.TOWN, about=THE_NEWCOMER, request_id=uuid.uuid4(), now=make.NOON, registered_by=helped_by
    )

    arrival = Arrival(key="one", about=THE_NEWCOMER, request_id=uuid.uuid4(), helped_by=helped_by)
    keys = crowd.sign_up([arrival], make.NOON)

    assert list(keys.values()) == ["one"]
    assert rows_about(Newcomer.objects.get(pk=next(iter(keys)))) == rows_about(one)


def test_a_volunteer_of_the_crowd_has_them_too():
    one = registration.register_volunteer(town=make.TOWN, about=THE_VOLUNTEER, request_id=uuid.uuid4(), now=make.NOON)

    keys = crowd.sign_up([Arrival(key="one", about=THE_VOLUNTEER, request_id=uuid.uuid4())], make.NOON)

    assert rows_about(Volunteer.objects.get(pk=next(iter(keys)))) == rows_about(one)


def test_a_crowd_takes_as_many_queries_for_fifty_as_for_one(django_assert_max_num_queries):
    fifty = [Arrival(key=str(number), about=THE_NEWCOMER, request_id=uuid.uuid4()) for number in range(50)]

    with django_assert_max_num_queries(10):
        crowd.sign_up(fifty, make.NOON)

    assert Newcomer.objects.count() == 50
