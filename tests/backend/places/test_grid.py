"""The Dutch grid and degrees: the same place in two ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.places.grid import in_the_netherlands, to_degrees, to_grid

# reference points of Kadaster: place, RD in metres, WGS84 in degrees
KNOWN = [
    pytest.param(155_000, 463_000, 52.15517440, 5.38720621, id="tower of Amersfoort"),
    pytest.param(120_700.723, 487_525.501, 52.37453253, 4.88352559, id="Westertoren Amsterdam"),
    pytest.param(233_883.131, 582_065.167, 53.21938317, 6.56820053, id="Martinitoren Groningen"),
]


@pytest.mark.parametrize(("x", "y", "lat", "lon"), KNOWN)
def test_towers_stand_within_half_a_metre_of_where_kadaster_says(x, y, lat, lon):
    assert to_grid(lat, lon) == pytest.approx((x, y), abs=0.5)
    assert to_degrees(x, y) == pytest.approx((lat, lon), abs=5e-6)


@given(st.floats(10_000, 280_000), st.floats(306_000, 620_000))
def test_there_and_back_again_ends_within_a_metre(x, y):
    assert to_grid(*to_degrees(x, y)) == pytest.approx((x, y), abs=1)


def test_latitude_and_longitude_the_wrong_way_round_lies_outside_the_country():
    assert in_the_netherlands(*to_grid(51.956, 5.225))
    assert not in_the_netherlands(*to_grid(5.225, 51.956))
