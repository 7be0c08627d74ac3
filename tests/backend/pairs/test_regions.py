"""Advice for the region of one community centre: for people who live nearer to it than to another one."""

import pytest

from backend.pairs import regions
from tests import make
from tests.backend.pairs.searching import run

pytestmark = pytest.mark.usefixtures("town")

WEST, EAST = {"rd_x": 130_000, "rd_y": 450_000}, {"rd_x": 140_000, "rd_y": 450_000}


@pytest.fixture
def places():
    return make.neighbourhood("BU03449901", **WEST), make.neighbourhood("BU03449902", **EAST)


@pytest.fixture
def houses(places):
    return [make.centre(name=name, neighbourhood=place) for name, place in zip(("West", "East"), places, strict=True)]


def test_says_whom_to_look_for_around_the_centre_of_a_coordinator_alone(places, houses):
    make.newcomer(neighbourhood=places[0], week=[(0, *make.EVENING)])
    make.newcomer(neighbourhood=places[1], week=[(5, 600, 720)])
    make.coordinator(centre=houses[0])

    report = run().report

    (advice,) = report["advice_around"][str(houses[0].pk)]
    assert (advice["days"], advice["day_part"], advice["more_people"]) == ("weekdays", "evening", 1)
    assert set(report["advice_around"]) == {str(houses[0].pk)}
    assert len(report["advice"]) == 2


def test_a_place_lies_in_the_region_of_the_nearest_open_centre(houses):
    for house in houses:
        make.coordinator(centre=house)

    west, east = (regions.of_coordinators()[str(house.pk)] for house in houses)

    assert [west("GM0344", x, 450_000) for x in (130_000, 135_000, 136_000)] == [True, True, False]
    assert [east("GM0344", x, 450_000) for x in (130_000, 135_000, 136_000)] == [False, True, True]


def test_a_centre_that_closed_has_no_region(houses):
    coordinator = make.coordinator(centre=houses[0])
    houses[0].closed_on = make.MONDAY
    houses[0].save()

    assert regions.of_coordinators() == {}
    assert regions.of_account(coordinator.account_id) == []


def test_who_coordinates_the_whole_town_has_the_advice_of_the_town(houses):
    coordinator = make.coordinator()

    assert regions.of_coordinators() == {}
    assert regions.of_account(coordinator.account_id) == []


class TestWhomToCall:
    def test_is_the_nearest_house_that_has_a_phone(self, places, houses):
        far = make.centre(name="Further", phone="+31345000000", neighbourhood=places[1])

        assert regions.to_call(places[0]) == far

    def test_is_the_nearest_house_where_none_has_one(self, places, houses):
        assert regions.to_call(places[1]) == houses[1]

    def test_is_no_house_that_closed(self, places, houses):
        houses[0].closed_on = make.MONDAY
        houses[0].save()

        assert regions.to_call(places[0]) == houses[1]

    def test_is_nobody_in_a_town_without_houses(self, places):
        assert regions.to_call(places[0]) is None

    def test_is_the_first_by_name_where_nobody_knows_how_far(self, houses):
        nowhere = make.neighbourhood("BU03449903", rd_x=None, rd_y=None)

        assert regions.to_call(nowhere) == houses[1]
