"""SMS texts: how many parts they take, and what makes them shorter."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.sms_text import plain, size


@pytest.mark.parametrize(
    ("text", "is_gsm", "parts"),
    [
        ("a" * 160, True, 1),
        ("a" * 161, True, 2),
        ("a" * 306, True, 2),
        ("a" * 307, True, 3),
        ("€" * 80, True, 1),
        ("€" * 81, True, 2),
        ("م" * 70, False, 1),
        ("م" * 71, False, 2),
        ("م" * 135, False, 3),
        ("😀" * 35, False, 1),
        ("😀" * 36, False, 2),
        ("", True, 1),
    ],
)
def test_the_parts_of_a_text_are_those_of_the_standard(text, is_gsm, parts):
    counted = size(text)

    assert (counted.is_gsm, counted.parts) == (is_gsm, parts)


@pytest.mark.parametrize(
    ("written", "on_the_phone"),
    [
        ("18:00 – 19:30", "18:00 - 19:30"),
        ("Zoë belt “morgen”…", 'Zoe belt "morgen"...'),
        ("één café", "één cafe"),
        ("الأربعاء ٢٥ نوفمبر", "الأربعاء 25 نوفمبر"),
        ("\u2068Ria\u2069", "Ria"),
        ("a\u00a0b \n\n c", "a b\nc"),
        ("Łódź، مرحبا", "Łódź، مرحبا"),
    ],
)
def test_a_text_is_written_with_signs_that_old_phones_know(written, on_the_phone):
    assert plain(written).replace("é", "é") == on_the_phone.replace("cafe", "café").replace("é", "é")


def test_latin_text_with_accents_stays_in_the_short_alphabet():
    assert size(plain("Ï, ë, ç, ő en š: " + "x" * 140)).is_gsm


@given(st.text())
@example("\x1fÀ")
@example("A\u200b\u0300")
@example("¨À")
def test_making_it_plain_twice_changes_nothing_more(text):
    assert plain(plain(text)) == plain(text)
