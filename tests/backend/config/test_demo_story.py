"""The past of a demo goes in the order of its moments."""

from datetime import UTC, date, datetime, timedelta

from backend.config.demo.story import Story

SUNDAY_OF_THE_CLOCK = date(2026, 10, 25)
LATER = datetime(2027, 1, 1, tzinfo=UTC)


def test_deeds_happen_in_the_order_of_their_moments_and_then_of_their_telling():
    story, happened = Story(), []
    story.at(SUNDAY_OF_THE_CLOCK, 720, lambda now: happened.append("noon"))
    story.at(SUNDAY_OF_THE_CLOCK, 540, lambda now: happened.append("morning"))
    story.at(SUNDAY_OF_THE_CLOCK, 720, lambda now: happened.append("noon too"))

    story.tell(until=LATER)

    assert happened == ["morning", "noon", "noon too"]


def test_a_deed_may_bring_another_one():
    story, happened = Story(), []
    story.at(SUNDAY_OF_THE_CLOCK, 540, lambda now: story.at(SUNDAY_OF_THE_CLOCK, 600, happened.append))

    story.tell(until=LATER)

    assert happened == [datetime(2026, 10, 25, 9, 0, tzinfo=UTC)]


def test_what_would_come_after_the_end_never_happens():
    story, happened = Story(), []
    story.at(SUNDAY_OF_THE_CLOCK + timedelta(days=100), 540, happened.append)

    story.tell(until=LATER)

    assert happened == []


def test_hours_are_those_of_the_wall_clock():
    story, happened = Story(), []
    for day in (SUNDAY_OF_THE_CLOCK - timedelta(days=1), SUNDAY_OF_THE_CLOCK):
        story.at(day, 540, happened.append)

    story.tell(until=LATER)

    assert [moment.hour for moment in happened] == [7, 8]
