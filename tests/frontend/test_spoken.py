"""Times, lengths and distances as people say them."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from frontend.templatetags import pairing, spoken


@pytest.mark.parametrize(
    ("language", "minutes", "said"),
    [
        ("en", 90, "1 hour 30 minutes"),
        ("nl", 120, "2 uur"),
        ("ar", 135, "ساعتان و15 دقيقة"),
        ("ar", 0, "0 دقيقة"),
    ],
)
def test_a_length_is_hours_and_minutes_as_one_phrase(language, minutes, said):
    with translation.override(language):
        assert spoken.duration(minutes) == said


def test_until_takes_minutes_of_a_day_or_moments_on_the_wall_clock():
    moments = datetime(2026, 11, 25, 17, tzinfo=UTC), datetime(2026, 11, 25, 18, 30, tzinfo=UTC)

    with translation.override("nl"):
        assert spoken.until(*moments) == spoken.until(18 * 60, 19 * 60 + 30) == "18:00 – 19:30"


def test_between_two_of_one_neighbourhood_there_is_no_distance_to_tell():
    with translation.override("nl"):
        assert pairing.travel(0) == "in dezelfde buurt"
        assert pairing.travel(900) == "ongeveer 5 min fietsen, 14 min lopen"
