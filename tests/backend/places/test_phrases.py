"""Phrases that another script puts differently."""

from django.utils import translation

from backend.places import phrases


def test_two_times_have_a_dash_where_one_reads_from_the_left_and_words_where_one_reads_from_the_right():
    said = {}
    for language in ("nl", "ar"):
        with translation.override(language):
            said[language] = phrases.span("18:00", "19:30")

    assert said == {"nl": "18:00 – 19:30", "ar": "من 18:00 إلى 19:30"}


def test_things_in_a_row_have_the_comma_of_the_script():
    with translation.override("ar"):
        assert phrases.listed(["Ria", "ليلى"]) == "Ria، ليلى"
