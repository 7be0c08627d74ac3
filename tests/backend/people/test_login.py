"""Logging in with a code: for who has the contact, for a quarter of an hour, for five tries, once."""

import contextlib
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.people import codes, login
from backend.people.messages import CODE_LIFETIME
from backend.people.models import LoginCode
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.django_db

MAIL = "amina@example.org"
MINUTE = timedelta(minutes=1)


def ask(contact=MAIL, now=make.NOON):
    return codes.digits_of(login.ask_code(contact=contact, now=now).pk)


def check(code, contact=MAIL, now=make.NOON):
    return login.check_code(contact=contact, code=code, now=now)


def other_than(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


class TestTheDigits:
    def test_are_six_and_follow_from_the_id(self):
        code_id = uuid.uuid4()

        assert codes.digits_of(code_id) == codes.digits_of(code_id)
        assert len(codes.digits_of(code_id)) == 6
        assert codes.digits_of(code_id).isdecimal()

    def test_differ_when_the_secret_key_does(self, settings):
        ids = [uuid.uuid4() for _ in range(3)]
        before = [codes.digits_of(code_id) for code_id in ids]

        settings.SECRET_KEY = "another key"

        assert [codes.digits_of(code_id) for code_id in ids] != before

    def test_are_not_stored(self):
        digits = ask()

        row = LoginCode.objects.values().get()
        assert digits not in " ".join(str(value) for value in row.values())


class TestTheRightCode:
    def test_lets_in_who_has_the_contact(self):
        amina = make.account(mail=MAIL)

        assert check(ask()) == [amina]

    def test_may_be_pasted_with_spaces_and_typed_in_arabic_digits(self):
        amina = make.account(mail=MAIL)
        digits = ask()
        arabic = digits.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

        assert check(f" {arabic[:3]} {arabic[3:]} ") == [amina]

    def test_lets_in_everybody_who_shares_the_contact_the_oldest_first(self):
        phone = "+31612345678"
        mother, child = make.account(phone=phone), make.account(phone=phone)

        assert check(ask(phone), contact=phone) == [mother, child]

    def test_does_not_let_in_who_was_made_inactive(self):
        make.account(mail=MAIL, is_active=False)

        with pytest.raises(login.CodeIsWrong):
            check(ask())

    def test_works_once(self):
        make.account(mail=MAIL)
        digits = ask()
        check(digits)

        with pytest.raises(login.CodeIsTooOld):
            check(digits)

    def test_of_the_first_of_two_mails_works_and_ends_the_second(self):
        amina = make.account(mail=MAIL)
        first, second = ask(), ask(now=make.NOON + MINUTE)

        assert check(first, now=make.NOON + 2 * MINUTE) == [amina]
        with pytest.raises(login.CodeIsTooOld):
            check(second, now=make.NOON + 3 * MINUTE)

    def test_of_another_contact_is_wrong(self):
        make.account(mail=MAIL)
        ask()

        with pytest.raises(login.CodeIsWrong):
            check(ask("other@example.org"))


class TestAnotherCode:
    def test_is_refused(self):
        make.account(mail=MAIL)

        with pytest.raises(login.CodeIsWrong):
            check(other_than(ask()))

    @pytest.mark.parametrize("typed", ["", "abc", "1", "123456789012345"])
    def test_of_any_shape_is_refused_in_the_same_way(self, typed):
        make.account(mail=MAIL)
        ask()

        with pytest.raises(login.CodeIsWrong):
            check(typed)

    def test_ends_the_right_code_after_five_tries(self):
        make.account(mail=MAIL)
        digits = ask()
        for _ in range(login.MAX_WRONG_TRIES):
            with pytest.raises(login.CodeIsWrong):
                check(other_than(digits))

        with pytest.raises(login.TooManyTries):
            check(digits)

    def test_counts_on_every_valid_code_so_that_asking_often_gives_no_more_tries(self):
        make.account(mail=MAIL)
        for _ in range(3):
            ask()

        with pytest.raises(login.CodeIsWrong):
            check("000")

        assert set(LoginCode.objects.values_list("wrong_tries", flat=True)) == {1}


class TestTime:
    def test_a_code_works_until_a_quarter_of_an_hour_has_passed(self):
        amina = make.account(mail=MAIL)
        digits = ask()

        with pytest.raises(login.CodeIsTooOld):
            check(digits, now=make.NOON + CODE_LIFETIME)
        assert check(digits, now=make.NOON + CODE_LIFETIME - timedelta(seconds=1)) == [amina]

    def test_without_having_asked_no_code_is_valid(self):
        make.account(mail=MAIL)

        with pytest.raises(login.CodeIsTooOld):
            check("123456")


class TestAskingOften:
    def test_has_to_wait_and_may_again_later(self):
        for _ in range(5):
            ask()

        with pytest.raises(login.TooManyCodes):
            ask()
        ask(now=make.NOON + 16 * MINUTE)

    def test_all_day_long_comes_to_an_end(self):
        for hour in range(20):
            ask(now=make.NOON + timedelta(hours=hour))

        with pytest.raises(login.TooManyCodes):
            ask(now=make.NOON + timedelta(hours=20))

    def test_for_one_contact_does_not_hold_back_another(self):
        for _ in range(5):
            ask()

        ask("other@example.org")


class TestAStranger:
    """Whoever asks for a contact that nobody has learns nothing from it."""

    def queries_of(self, deed):
        with CaptureQueriesContext(connection) as captured, contextlib.suppress(login.CodeIsWrong):
            deed()
        return [query["sql"].split(" ")[0] for query in captured]

    def test_takes_the_same_queries_to_ask(self):
        make.account(mail=MAIL)

        assert self.queries_of(ask) == self.queries_of(lambda: ask("nobody@example.org"))

    def test_takes_the_same_queries_to_try_a_wrong_code(self):
        make.account(mail=MAIL)
        for contact in (MAIL, "nobody@example.org"):
            ask(contact)

        known, unknown = (
            self.queries_of(lambda contact=contact: check("000", contact=contact))
            for contact in (MAIL, "nobody@example.org")
        )
        assert known == unknown

    def test_is_not_let_in_even_with_the_right_digits(self):
        with pytest.raises(login.CodeIsWrong):
            check(ask("nobody@example.org"), contact="nobody@example.org")

    def test_has_to_wait_after_asking_often_just_the_same(self):
        for _ in range(5):
            ask("nobody@example.org")

        with pytest.raises(login.TooManyCodes):
            ask("nobody@example.org")

    def test_gets_no_message(self):
        ask("nobody@example.org")

        login.take_up(make.NOON)

        assert not Message.objects.exists()


class TestOwingTheMessage:
    def test_happens_once_for_each_code(self):
        make.account(mail=MAIL)
        ask()

        login.take_up(make.NOON)
        login.take_up(make.NOON + MINUTE)

        assert Message.objects.count() == 1

    def test_does_not_happen_for_a_code_that_is_too_old(self):
        make.account(mail=MAIL)
        ask()

        login.take_up(make.NOON + CODE_LIFETIME)

        assert not Message.objects.exists()
