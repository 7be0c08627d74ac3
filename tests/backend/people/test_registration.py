"""Signing up: once, whatever is sent twice; of every name and number; never refused for being known."""

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django_scopes import scope

from backend.people import consent, contacts, registration
from backend.people.availability import Window, week_of
from backend.people.models import Account, Consent, Newcomer, Volunteer
from backend.places.models import Municipality
from backend.privacy.models import AuditEntry
from tests import make

WEDNESDAY_EVENING = Window(weekday=2, starts_minute=18 * 60, ends_minute=21 * 60)


@pytest.fixture(autouse=True)
def programme(db):
    """A town with a programme and one neighbourhood. No town is open, as for a stranger."""
    make.neighbourhood()


def newcomer(**about):
    given = {
        "full_name": "Amina Tesfay",
        "call_name": "Amina",
        "phone": "06 12345678",
        "neighbourhood": "BU02160000",
        "languages": ("tir", "amh"),
        "dutch_level": "A1",
        "week": (WEDNESDAY_EVENING,),
        "consent_version": consent.CURRENT,
    } | about
    return registration.NewcomerDetails(**given)


def volunteer(**about):
    given = {
        "full_name": "Ria de Vries",
        "mail": "Ria@example.org",
        "neighbourhood": "BU02160000",
        "languages": ("nld",),
        "consent_version": consent.CURRENT,
    } | about
    return registration.VolunteerDetails(**given)


def register(about=None, **given):
    given = {"town": make.TOWN, "request_id": uuid.uuid4(), "now": make.NOON} | given
    about = about or newcomer()
    if isinstance(about, registration.VolunteerDetails):
        return registration.register_volunteer(about=about, **given)
    return registration.register_newcomer(about=about, **given)


def inside(town=make.TOWN):
    return scope(municipality=town)


class TestANewcomer:
    def test_waits_from_the_day_of_signing_up_by_the_clock_on_the_wall(self):
        just_after_midnight = make.NOON.replace(hour=23, minute=30)

        assert register(now=just_after_midnight).waiting_since == make.MONDAY + timedelta(days=1)

    def test_is_a_person_with_a_week_and_a_consent(self):
        made = register()

        with inside():
            assert week_of([made.account_id]) == {made.account_id: [WEDNESDAY_EVENING]}
            agreed = Consent.objects.get(account=made.account)
        assert (agreed.text_version, agreed.given_at, agreed.noted_by) == (consent.CURRENT, make.NOON, None)

    def test_is_kept_as_told(self):
        about = newcomer(
            goals=("WORK",), interests=("COOKING",), online=True, gender="F", buddy_gender="F", language="ar"
        )

        made = register(about)

        assert (made.goals, made.interests, made.online) == (["WORK"], ["COOKING"], True)
        assert (made.gender, made.buddy_gender, made.dutch_level) == ("F", "F", "A1")
        assert made.account.language == "ar"

    def test_leaves_a_line_in_the_audit_trail_that_names_nobody(self):
        made = register()

        with inside():
            line = AuditEntry.objects.get(subject_id=made.pk)
        assert (line.deed, line.actor_id, line.reason) == ("people.register", made.account_id, "")


class TestAVolunteer:
    def test_helps_one_person_of_any_level_unless_told_otherwise(self):
        made = register(volunteer())

        assert (made.capacity, made.min_level, made.account.mail) == (1, "A0", "ria@example.org")


class TestNamesAndContacts:
    def test_one_name_is_enough(self):
        made = register(newcomer(full_name="Suharto", call_name=""))

        assert (made.account.full_name, made.account.call_name) == ("Suharto", "Suharto")

    def test_a_name_may_be_in_any_script(self):
        assert register(newcomer(full_name="ሰላም ተስፋይ", call_name="ሰላም")).account.call_name == "ሰላም"

    def test_a_foreign_number_is_kept_with_its_country(self):
        assert register(newcomer(phone="00963 944 567 890")).account.phone == "+963944567890"

    def test_without_a_name_nobody_can_be_greeted(self):
        with pytest.raises(registration.NotAName):
            register(newcomer(full_name=" ", call_name=""))

    @pytest.mark.parametrize("name", ["Win at www.example.org", "https://example", "a@b", "Example.com"])
    def test_a_name_cannot_carry_an_advertisement_into_our_mails(self, name):
        with pytest.raises(registration.NotAName):
            register(newcomer(call_name=name))

    def test_without_any_contact_nobody_can_be_reached(self):
        with pytest.raises(registration.CannotBeReached):
            register(newcomer(phone="", mail=" "))

    def test_a_number_that_cannot_exist_is_refused_and_leaves_nothing_behind(self):
        with pytest.raises(contacts.NotAPhoneNumber):
            register(newcomer(phone="06123"))

        assert not Account.objects.exists()


class TestTheSameRequest:
    def test_sent_twice_makes_one_person(self):
        request_id = uuid.uuid4()

        assert register(request_id=request_id) == register(request_id=request_id)
        assert Account.objects.count() == 1

    def test_with_another_body_is_refused(self):
        request_id = uuid.uuid4()
        register(request_id=request_id)

        with pytest.raises(registration.RequestUsedBefore):
            register(newcomer(full_name="Somebody Else"), request_id=request_id)

    def test_in_another_town_is_refused(self):
        make.neighbourhood(of=make.OTHER_TOWN)
        request_id = uuid.uuid4()
        register(request_id=request_id)

        with pytest.raises(registration.RequestUsedBefore):
            register(newcomer(neighbourhood="BU02210000"), town=make.OTHER_TOWN, request_id=request_id)


class TestSomebodyWeKnow:
    def test_may_sign_up_with_the_phone_of_the_family(self):
        mother = register()

        child = register(newcomer(full_name="Ruta Tesfay", call_name="Ruta"))

        assert child.account != mother.account
        assert child.account.phone == mother.account.phone

    def test_helps_and_learns_as_one_person_when_logged_in(self):
        helper = register(volunteer())

        learner = register(replace(newcomer(), full_name="ignored"), account=helper.account)

        assert learner.account == helper.account
        assert learner.account.full_name == "Ria de Vries"
        with inside():
            assert Consent.objects.filter(account=helper.account).count() == 1

    def test_cannot_be_a_newcomer_twice_in_one_town(self):
        first = register()

        with pytest.raises(registration.TakesPartAlready):
            register(account=first.account)

    def test_may_come_back_after_leaving(self):
        first = register()
        with inside():
            Newcomer.objects.update(left_on=make.MONDAY)

        assert register(account=first.account) != first

    def test_keeps_the_known_week_when_no_new_one_is_told(self):
        first = register()

        register(volunteer(), account=first.account)

        with inside():
            assert week_of([first.account_id])[first.account_id] == [WEDNESDAY_EVENING]


class TestOneContactADay:
    def test_is_enough_for_a_large_family_but_not_for_flooding_a_stranger_with_mail(self):
        for _ in range(registration.MOST_ON_ONE_CONTACT_A_DAY):
            register()

        with pytest.raises(registration.TooManyOnThisContact):
            register()

        register(now=make.NOON + timedelta(days=1, minutes=1))

    def test_does_not_hold_back_a_coordinator(self):
        with inside():
            coordinator = make.coordinator().account
        for _ in range(registration.MOST_ON_ONE_CONTACT_A_DAY + 1):
            register(registered_by=coordinator)


class TestRegisteringForSomebodyElse:
    def test_notes_who_wrote_it_down(self):
        with inside():
            coordinator = make.coordinator().account

        made = register(registered_by=coordinator)

        assert made.registered_by == coordinator
        with inside():
            assert Consent.objects.get(account=made.account).noted_by == coordinator

    def test_is_only_for_a_coordinator_of_this_town(self):
        with inside(make.OTHER_TOWN):
            stranger = make.coordinator(of=make.OTHER_TOWN).account

        with pytest.raises(registration.NotACoordinatorHere):
            register(registered_by=stranger)


class TestWhere:
    def test_a_town_without_a_programme_takes_nobody(self):
        Municipality.objects.update(programme_since=None)

        with pytest.raises(registration.TownNotOpen):
            register()

    def test_a_neighbourhood_of_another_town_is_refused(self):
        make.neighbourhood(of=make.OTHER_TOWN)

        with pytest.raises(registration.NoSuchNeighbourhood):
            register(newcomer(neighbourhood="BU02210000"))

    def test_nobody_appears_in_another_town(self):
        make.neighbourhood(of=make.OTHER_TOWN)

        register()

        with inside(make.OTHER_TOWN):
            assert not Newcomer.objects.exists()
            assert not Volunteer.objects.exists()


def test_a_consent_text_that_never_was_cannot_be_agreed_to():
    with pytest.raises(consent.UnknownConsentText):
        register(newcomer(consent_version="1999-01"))

    assert not Account.objects.exists()
