"""Who may see whom: oneself always, a coordinator everybody who takes part in the open town."""

import pytest
from django_scopes import scope

from backend.people.models import Account, AvailabilitySlot, Consent, Newcomer, Volunteer
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def seen_by(account, kind):
    return set(kind.objects.visible_to(account))


def test_a_coordinator_sees_who_takes_part_in_the_town():
    newcomer, volunteer, coordinator = make.newcomer(), make.volunteer(), make.coordinator().account

    assert seen_by(coordinator, Newcomer) == {newcomer}
    assert seen_by(coordinator, Volunteer) == {volunteer}
    assert seen_by(coordinator, Account) == {newcomer.account, volunteer.account, coordinator}


def test_a_participant_sees_only_the_own_rows():
    me, other = make.newcomer(), make.newcomer()
    helper = make.volunteer()

    assert seen_by(me.account, Newcomer) == {me}
    assert seen_by(me.account, Volunteer) == set()
    assert seen_by(me.account, Account) == {me.account}
    assert {slot.account for slot in seen_by(me.account, AvailabilitySlot)} == {me.account}
    assert {other.account, helper.account}.isdisjoint(seen_by(me.account, Account))


@pytest.mark.parametrize("role", [make.caseworker, make.programme_manager])
def test_other_staff_sees_nobody_through_these_rows(role):
    make.newcomer(), make.volunteer()
    at_work = role().account

    assert seen_by(at_work, Newcomer) | seen_by(at_work, Volunteer) | seen_by(at_work, AvailabilitySlot) == set()
    assert seen_by(at_work, Account) == {at_work}


def test_a_coordinator_whose_role_ended_sees_nobody():
    make.newcomer()
    former = make.coordinator(until=make.MONDAY).account

    assert seen_by(former, Newcomer) == set()


def test_a_coordinator_of_another_town_sees_nobody_here_and_nobody_of_here_there():
    make.newcomer()
    with scope(municipality=make.OTHER_TOWN):
        stranger = make.coordinator(of=make.OTHER_TOWN).account
        assert seen_by(stranger, Newcomer) == set()

    assert seen_by(stranger, Newcomer) == set()
    assert seen_by(stranger, Account) == {stranger}


def test_consents_follow_the_same_rule():
    mine = make.newcomer().account
    given = Consent.objects.create(
        municipality_id=make.TOWN, account=mine, text_version="2026-11", given_at=make.NOON
    )

    assert seen_by(mine, Consent) == {given}
    assert seen_by(make.coordinator().account, Consent) == {given}
    assert seen_by(make.newcomer().account, Consent) == set()
