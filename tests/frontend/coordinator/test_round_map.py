"""The map of a round, drawn from the middles of the neighbourhoods."""

import math
from itertools import combinations

import pytest

from backend.places.models import Neighbourhood
from frontend.coordinator import paper, round_map


def neighbourhoods(*places):
    return [Neighbourhood(code=f"BU{n}", name=f"Buurt {n}", rd_x=x, rd_y=y) for n, (x, y) in enumerate(places)]


def told(*counts):
    return [{"code": f"BU{n}", "waiting": waiting, "places": places} for n, (waiting, places) in enumerate(counts)]


SQUARE = [(140_000, 440_000), (143_000, 440_000), (140_000, 443_000), (143_000, 443_000)]


def test_north_is_up_and_everything_is_on_the_paper():
    town = round_map.draw(told((9, 0), (9, 0), (9, 0), (9, 0)), neighbourhoods(*SQUARE))

    south_west, south_east, north_west, _north_east = town.spots
    assert north_west.waiting.y < south_west.waiting.y
    assert south_west.waiting.x < south_east.waiting.x
    for circle in (circle for spot in town.spots for circle in spot.circles):
        assert paper.fits(circle.box, town.height)


def test_no_spot_is_cut_off_at_the_edge_and_what_lies_outside_is_not_drawn():
    at_the_edge, outside = (141_500, 440_800), (190_000, 400_000)
    places = [(140_000, 440_000), (143_000, 440_000), at_the_edge, outside]
    town = round_map.draw(told((9, 0), (9, 0)), neighbourhoods(*places))
    left, top, width, height = map(float, town.view.split())

    assert len(town.land) == 3
    assert min(y - far for _x, y, far in town.land) == top < 0
    assert max(y for _x, y, _far in town.land) < top + height
    assert (left, width) == (0, paper.WIDTH)


def test_a_small_number_is_not_told_and_nobody_gets_no_circle():
    [first, second] = round_map.draw(told((None, 0), (0, 12)), neighbourhoods(*SQUARE[:2])).spots

    assert (first.places.text, first.waiting, first.waiting_words) == ("12", None, "0")
    assert (second.waiting.text, second.places) == ("<5", None)


def test_four_times_as_many_people_make_a_circle_of_four_times_the_size():
    assert paper.radius(40) == pytest.approx(2 * paper.radius(10))
    assert paper.radius(None) == paper.FEW
    assert paper.radius(10_000) == paper.LARGEST


def test_circles_of_neighbours_do_not_cover_each_other():
    close = [(140_000 + 40 * n, 440_000 + 40 * (n % 3)) for n in range(6)] + [(145_000, 444_000)]
    town = round_map.draw(told(*[(20, 5)] * 7), neighbourhoods(*close))

    for one, other in combinations(town.spots, 2):
        for left in one.circles:
            for right in other.circles:
                assert math.dist((left.x, left.y), (right.x, right.y)) > (left.radius + right.radius) * 0.9


def test_in_a_large_town_circles_become_smaller_so_that_no_number_is_covered():
    places = [(140_000 + 700 * (n % 5), 440_000 + 700 * (n // 5)) for n in range(20)]
    town = round_map.draw(told(*[(60 + 10 * n, 250 - 8 * n) for n in range(20)]), neighbourhoods(*places))

    for one, other in combinations(town.spots, 2):
        for left in one.circles:
            for right in other.circles:
                assert math.dist((left.x, left.y), (right.x, right.y)) > max(left.radius, right.radius)
    largest = max(circle.radius for spot in town.spots for circle in spot.circles)
    assert paper.FEW < largest < paper.LARGEST


def test_a_name_stands_where_it_covers_nothing():
    town = round_map.draw(told(*[(20, 5)] * 4), neighbourhoods(*SQUARE))
    boxes = [paper.text_box(label.text, label.x, label.y) for label in town.labels]

    assert len(boxes) == 4
    assert not any(paper.overlap(one, other) for one, other in combinations(boxes, 2))
    circles = [circle.box for spot in town.spots for circle in spot.circles]
    assert not any(paper.overlap(box, circle) for box in boxes for circle in circles)


def test_a_neighbourhood_that_is_not_on_the_map_is_in_the_table():
    town = round_map.draw([*told((9, 9)), {"code": "BU99", "waiting": 7, "places": 0}], neighbourhoods(SQUARE[0]))

    assert [(spot.name, spot.waiting_words) for spot in town.elsewhere] == [("BU99", "7")]


def test_one_neighbourhood_or_none_can_be_drawn():
    assert round_map.draw(told((9, 9)), neighbourhoods(SQUARE[0])).height == paper.LOWEST
    assert len(round_map.draw([], neighbourhoods(*SQUARE)).land) == 4
    assert round_map.draw([], [Neighbourhood(code="BU0", name="Nergens")]) is None
