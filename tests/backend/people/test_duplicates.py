"""Duplicates: a hint for a coordinator, never a reason to refuse anybody."""

import pytest

from backend.people import duplicates
from tests import make

pytestmark = pytest.mark.usefixtures("town")

FAMILY_PHONE = "+31612345678"


def someone(call_name, **about):
    return make.newcomer(account=make.account(call_name=call_name, **about)).account


@pytest.mark.parametrize(
    ("one", "other"), [("Mohamed", "Muhammad"), ("Yusuf", "Youssef"), ("FATMA", "Fatima"), ("Zoé", "Zoe")]
)
def test_spellings_of_one_name_sound_alike(one, other):
    assert duplicates.sound_alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("Ahmed", "Amina"), ("Olena", "Maria"), ("سارة", "محمد")])
def test_other_names_do_not(one, other):
    assert not duplicates.sound_alike(one, other)


def test_two_spellings_with_one_phone_are_a_hint_for_both():
    mohamed = someone("Mohamed", phone=FAMILY_PHONE)
    muhammad = someone("Muhammad", phone=FAMILY_PHONE)

    assert duplicates.of_people([mohamed.pk, muhammad.pk]) == {mohamed.pk: [muhammad], muhammad.pk: [mohamed]}


def test_a_family_that_shares_a_phone_is_none():
    ahmed = someone("Ahmed", phone=FAMILY_PHONE)
    someone("Amina", phone=FAMILY_PHONE)

    assert duplicates.of_people([ahmed.pk]) == {ahmed.pk: []}


def test_a_namesake_with_another_contact_is_none():
    ahmed = someone("Ahmed")
    someone("Ahmed")

    assert duplicates.of_people([ahmed.pk]) == {ahmed.pk: []}


def test_hints_for_many_take_as_many_queries_as_for_one(django_assert_num_queries):
    people = [someone("Ahmed", phone=FAMILY_PHONE).pk for _ in range(6)]

    for asked in (people[:1], people):
        with django_assert_num_queries(2):
            duplicates.of_people(asked)
