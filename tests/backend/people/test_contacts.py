"""Contacts: written in one way, from every country, and refused only when nobody can have them."""

import pytest

from backend.people import contacts


class TestAPhoneNumber:
    @pytest.mark.parametrize("typed", ["0612345678", "06-12 34 56 78", " +31 6 12345678 ", "0031612345678"])
    def test_is_dutch_when_it_names_no_country(self, typed):
        assert contacts.e164(typed) == "+31612345678"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("+49 1512 3456789", "+4915123456789"),
            ("00963 944 567 890", "+963944567890"),
            ("+380 50 123 4567", "+380501234567"),
            ("+251 91 123 4567", "+251911234567"),
        ],
    )
    def test_of_another_country_is_accepted(self, typed, kept):
        assert contacts.e164(typed) == kept

    def test_may_be_typed_in_arabic_digits(self):
        assert contacts.e164("٠٦١٢٣٤٥٦٧٨") == "+31612345678"

    @pytest.mark.parametrize("typed", ["", "06", "061234567", "061234567890", "call me", "+999 123 4567"])
    def test_that_no_telephone_can_have_is_refused(self, typed):
        with pytest.raises(contacts.NotAPhoneNumber):
            contacts.e164(typed)


class TestAMailAddress:
    def test_is_kept_in_lower_case_without_the_spaces_of_a_phones_keyboard(self):
        assert contacts.mail_address(" Amina@Example.ORG ") == "amina@example.org"

    @pytest.mark.parametrize("typed", ["amina@", "@example.org", "amina example.org", ""])
    def test_of_the_wrong_shape_is_refused(self, typed):
        with pytest.raises(contacts.NotAMailAddress):
            contacts.mail_address(typed)


def test_a_contact_is_a_mail_address_when_it_has_an_at_sign_and_else_a_phone_number():
    assert contacts.either("Amina@example.org") == "amina@example.org"
    assert contacts.either("06 12345678") == "+31612345678"
