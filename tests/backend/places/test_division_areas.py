"""A row of the division: its code, its parents and its place must be sound."""

import pytest

from backend.places.division.areas import BadRow, check
from backend.places.division.files import Record

BINNENSTAD = {
    "code": "BU02160000",
    "name": "Binnenstad",
    "district_code": "WK021600",
    "district_name": "Culemborg Oost",
    "municipality_code": "GM0216",
    "municipality_name": "Culemborg",
    "population": "2695",
    "pc4": "4101",
    "lat": "51.95618",
    "lon": "5.22535",
    "rd_x": "143874",
    "rd_y": "440872",
}


def area(geometry=None, **facts):
    return check(Record(where="line 2", facts=BINNENSTAD | facts, geometry=geometry), year=2024)


def test_the_parents_follow_from_the_characters_of_the_code():
    assert (area().level, area().district_code, area().municipality_code) == ("BU", "WK021600", "GM0216")


def test_letters_occur_in_codes_of_amsterdam():
    row = area(code="BU0363AF08", district_code="WK0363AF", municipality_code="GM0363")

    assert row.district_code == "WK0363AF"


def test_a_file_of_districts_has_districts():
    row = check(Record(where="line 2", facts={"district_code": "WK021600", "district_name": "Oost"}), year=2024)

    assert (row.level, row.code, row.name) == ("WK", "WK021600", "Oost")


def test_the_year_of_the_national_publication_stands_before_its_code():
    assert area(year_and_code="2025BU02160000").year == 2025
    assert area().year == 2024


def test_degrees_alone_give_a_place_in_the_grid():
    at = area(rd_x="", rd_y="").at

    assert (at.x, at.y) == pytest.approx((143_874, 440_872), abs=1)


def test_metres_alone_give_degrees():
    at = area(lat="", lon="").at

    assert (at.lat, at.lon) == pytest.approx((51.95618, 5.22535), abs=2e-5)


def test_no_place_no_population_and_no_postcode_are_no_mistakes():
    row = area(lat="", lon="", rd_x="", rd_y="", population="", pc4="")

    assert (row.at, row.population, row.pc4) == (None, None, "")


def test_a_figure_that_cbs_keeps_secret_is_not_told():
    assert area(population="-99997").population is None


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"code": "BU2160000"}, "no code of CBS"),
        ({"code": "bu02160000"}, "no code of CBS"),
        ({"municipality_code": "GM0221"}, "lies in GM0216, but the row says GM0221"),
        ({"district_code": "WK021601"}, "lies in WK021600, but the row says WK021601"),
        ({"population": "12x"}, "no whole number"),
        ({"population": "nan"}, "no whole number"),
        ({"population": "-3"}, "no whole number"),
        ({"pc4": "41O1"}, "not four digits"),
        ({"year": "24"}, "no year"),
        ({"name": "a" * 81}, "longer than 80"),
        ({"lat": "5.22535", "lon": "51.95618", "rd_x": "", "rd_y": ""}, "wrong way round"),
        ({"lat": "51.95618", "lon": ""}, "not two numbers"),
        ({"lat": "nan", "lon": "nan", "rd_x": "", "rd_y": ""}, "outside the Netherlands"),
        ({"rd_x": "144874"}, "1000 m apart"),
        ({"unreadable": "3 columns instead of 12"}, "3 columns"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_reason(facts, says):
    with pytest.raises(BadRow, match=says):
        area(**facts)


def test_a_geometry_that_is_no_outline_is_refused():
    with pytest.raises(BadRow, match="not a Polygon"):
        area(geometry={"type": "LineString", "coordinates": []})
