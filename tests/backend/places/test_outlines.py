"""The middle of an outline."""

import pytest

from backend.places.division.outlines import NoOutline, middle
from backend.places.grid import to_degrees

SQUARE = [[143_000, 440_000], [143_400, 440_000], [143_400, 440_200], [143_000, 440_200], [143_000, 440_000]]
HOLE = [[143_000, 440_000], [143_200, 440_000], [143_200, 440_200], [143_000, 440_200], [143_000, 440_000]]
FAR = [[x + 1_000, y] for x, y in SQUARE]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def test_of_a_rectangle_is_where_its_diagonals_cross():
    assert middle(polygon(SQUARE)) == pytest.approx((143_200, 440_100))


def test_does_not_depend_on_the_way_round():
    assert middle(polygon(SQUARE[::-1])) == pytest.approx((143_200, 440_100))


def test_moves_away_from_a_hole():
    assert middle(polygon(SQUARE, HOLE)) == pytest.approx((143_300, 440_100))
    assert middle(polygon(SQUARE, HOLE[::-1])) == pytest.approx((143_300, 440_100))


def test_of_two_parts_lies_in_between():
    assert middle({"type": "MultiPolygon", "coordinates": [[SQUARE], [FAR]]}) == pytest.approx((143_700, 440_100))


def test_in_degrees_is_the_same_place():
    degrees = [[lon, lat] for lat, lon in (to_degrees(x, y) for x, y in SQUARE)]

    assert middle(polygon(degrees)) == pytest.approx((143_200, 440_100), abs=1)


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": SQUARE},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[SQUARE[0], SQUARE[0]]]},
        {"type": "Polygon"},
        {},
    ],
)
def test_of_something_without_a_surface_is_refused(geometry):
    with pytest.raises(NoOutline):
        middle(geometry)
