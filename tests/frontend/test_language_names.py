"""The languages that people can choose have names, whoever reads."""

import pytest
from django.utils import translation

from frontend import language_names


@pytest.mark.parametrize("reader", ["nl", "en", "ar"])
def test_no_language_is_shown_as_its_code(reader):
    with translation.override(reader):
        bare = [code for code, name in language_names.every() if name == code]

    assert bare == []


def test_every_language_is_named_in_itself():
    assert [code for code in language_names.CODES if language_names.own_name(code) in {"", code}] == []
