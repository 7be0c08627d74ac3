"""How it is asked whether a meeting was held: for every part in it, in every language, with what it names."""

from dataclasses import fields

import pytest
from django.conf import settings
from django.utils import translation

from backend.meetings.company import Part
from backend.meetings.held_words import WORDS, Answer
from backend.meetings.models import Why

LANGUAGES = [code for code, _ in settings.LANGUAGES]
NAMED = {"name": "Taaltafel {Zuid}", "day": "25 November", "time": "18:00"}


@pytest.mark.parametrize("part", Part)
def test_each_part_has_both_answers_and_reasons_for_a_no(part):
    words = WORDS[part]

    assert set(words.answers) == set(Answer)
    assert {Why.I_WAS_ILL, Why.I_COULD_NOT, Why.OTHER_NOT_THERE} <= set(words.reasons)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", Part)
def test_a_message_names_with_whom_and_when(part, language):
    with translation.override(language):
        told = WORDS[part].in_a_message(NAMED)

    assert all(NAMED["name"] in sentence for sentence in told.values())
    assert NAMED["day"] in told["question"]
    assert all(each in told["question_with_time"] for each in NAMED.values())


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_told_the_same_of_a_yes_and_a_no_or_of_another_part(language):
    answers = [answer for words in WORDS.values() for answer in words.answers.values()]

    with translation.override(language):
        for kind in fields(answers[0]):
            assert len({str(getattr(answer, kind.name)) for answer in answers}) == len(answers)
        assert all("{name}" in str(answer.later) and "{day}" in str(answer.later) for answer in answers)
