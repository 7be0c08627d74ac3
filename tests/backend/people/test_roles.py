"""Roles: what somebody is now, in every town."""

import pytest
from django_scopes import scope

from backend.people.roles import Role, RoleKind, roles_of
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def test_somebody_without_a_role_acts_nowhere():
    assert roles_of(make.account()).towns == ()


def test_roles_of_all_towns_are_found_in_one_query_work_first(django_assert_num_queries):
    account = make.account()
    make.newcomer(account=account)
    make.coordinator(account=account)
    with scope(municipality=make.OTHER_TOWN):
        make.volunteer(of=make.OTHER_TOWN, account=account)

    with django_assert_num_queries(1):
        roles = roles_of(account)

    assert roles.held == (
        Role(kind=RoleKind.COORDINATOR, town=make.TOWN),
        Role(kind=RoleKind.VOLUNTEER, town=make.OTHER_TOWN),
        Role(kind=RoleKind.NEWCOMER, town=make.TOWN),
    )
    assert roles.towns == (make.TOWN, make.OTHER_TOWN)
    assert roles.in_town(make.OTHER_TOWN) == {RoleKind.VOLUNTEER}


def test_a_role_that_ended_is_none():
    account = make.account()
    make.coordinator(account=account, until=make.MONDAY)
    make.volunteer(account=account, left_on=make.MONDAY)

    assert roles_of(account).held == ()


@pytest.mark.parametrize("role", [make.coordinator, make.caseworker, make.programme_manager])
def test_who_works_with_data_of_others_is_staff(role):
    assert roles_of(role().account).are_staff


def test_an_operator_is_staff_without_any_role():
    assert roles_of(make.account(is_staff=True)).are_staff


@pytest.mark.parametrize("role", [make.newcomer, make.volunteer])
def test_who_learns_or_helps_is_no_staff(role):
    assert not roles_of(role().account).are_staff
