"""Opening hours of community centres."""

from datetime import date, timedelta

import pytest

from backend.places import centres, opening
from backend.places.models import CommunityCentre, OpeningHours
from tests import make

WEDNESDAY = date(2026, 11, 25)
THURSDAY = date(2026, 11, 26)
NINE, NOON, ONE, FIVE, NINE_PM = 540, 720, 780, 1020, 1260
WITH_LUNCH_BREAK = [(ONE, NINE_PM), (NINE, NOON)]


class TestAWindow:
    def test_within_the_hours_is_covered_to_the_minute(self):
        assert opening.covers(WITH_LUNCH_BREAK, starts_minute=NINE, ends_minute=NOON)
        assert not opening.covers(WITH_LUNCH_BREAK, starts_minute=NINE - 1, ends_minute=NOON)
        assert not opening.covers(WITH_LUNCH_BREAK, starts_minute=NINE, ends_minute=NOON + 1)

    def test_over_the_lunch_break_is_not(self):
        assert not opening.covers(WITH_LUNCH_BREAK, starts_minute=NOON - 30, ends_minute=ONE + 30)

    def test_over_hours_that_touch_or_overlap_is(self):
        assert opening.covers([(NINE, NOON), (NOON, FIVE)], starts_minute=NINE, ends_minute=FIVE)
        assert opening.covers([(NINE, FIVE), (NOON, ONE)], starts_minute=ONE, ends_minute=FIVE)

    def test_on_a_day_without_hours_is_not(self):
        assert not opening.covers([], starts_minute=NINE, ends_minute=NOON)


@pytest.mark.usefixtures("town")
class TestAHouse:
    def house(self, name="De Linde", hours=((NINE, FIVE),), **about):
        make.neighbourhood()
        given = {"name": name, "address": "Market 1", "neighbourhood_code": "BU02160000"} | about
        return centres.put(town=make.TOWN, house=centres.House(**given, week={WEDNESDAY.weekday(): hours}))

    def test_is_open_when_the_whole_meeting_fits(self):
        house = self.house()

        assert opening.open_houses(on=WEDNESDAY, starts_minute=FIVE - 90, minutes=90) == [house]
        assert opening.open_houses(on=WEDNESDAY, starts_minute=FIVE - 60, minutes=90) == []
        assert opening.open_houses(on=THURSDAY, starts_minute=NINE, minutes=90) == []

    def test_that_closes_for_good_is_open_until_that_day(self):
        house = self.house()
        CommunityCentre.objects.update(closed_on=WEDNESDAY + timedelta(days=1))

        assert opening.open_houses(on=WEDNESDAY, starts_minute=NINE, minutes=90) == [house]
        assert opening.open_houses(on=WEDNESDAY + timedelta(days=7), starts_minute=NINE, minutes=90) == []

    def test_is_listed_among_those_that_are_open_then(self, django_assert_num_queries):
        evening = self.house("Evening house", hours=((ONE, NINE_PM),))
        self.house("Morning house", hours=((NINE, NOON),))

        with django_assert_num_queries(2):
            assert opening.open_houses(on=WEDNESDAY, starts_minute=FIVE, minutes=90) == [evening]

    def test_put_again_gets_its_new_hours(self):
        self.house()

        self.house(hours=((NINE, NOON),), address="Market 2")

        assert CommunityCentre.objects.get().address == "Market 2"
        assert OpeningHours.objects.get().closes_minute == NOON

    def test_in_a_neighbourhood_of_another_town_is_refused(self):
        make.neighbourhood(of=make.OTHER_TOWN)

        with pytest.raises(centres.NoSuchNeighbourhood):
            self.house(neighbourhood_code=f"BU{make.OTHER_TOWN[2:]}0000")
