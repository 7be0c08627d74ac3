"""Finding the neighbourhood where somebody lives."""

from decimal import Decimal

import pytest

from backend.places import neighbourhoods
from backend.places.models import District, Neighbourhood, PostcodeShare
from tests import make

pytestmark = pytest.mark.django_db


def living(code, name, *shares, year=2024, of=make.TOWN):
    district, _ = District.objects.get_or_create(
        code=f"WK{code[2:8]}", year=year, municipality=make.town(of), defaults={"name": "West"}
    )
    row = Neighbourhood.objects.create(
        code=code, name=name, year=year, district=district, municipality=district.municipality
    )
    for pc4, share in shares:
        PostcodeShare.objects.create(pc4=pc4, neighbourhood=row, share=Decimal(share))
    return row


class TestAPostcode:
    @pytest.mark.parametrize("text", ["4105", "4105 AB", "4105ab", " 4105  AB "])
    def test_is_read_as_people_write_it(self, text):
        assert neighbourhoods.four_digits(text) == "4105"

    @pytest.mark.parametrize(
        "text", ["", "0105 AB", "410", "41055", "4105 A", "AB 4105", "٤١٠٥", "4105 AB Culemborg"]
    )
    def test_is_not_guessed(self, text):
        with pytest.raises(neighbourhoods.NotAPostcode):
            neighbourhoods.four_digits(text)

    def test_gives_the_neighbourhood_with_most_people_first(self):
        small = living("BU02160100", "Achter de Poort", ("4105", "0.145"))
        large = living("BU02160101", "Goilberdingen", ("4105", "0.251"), ("4106", "1"))
        living("BU02160102", "Elsewhere", ("4107", "1"))

        assert neighbourhoods.around(town=make.TOWN, postcode="4105 AB") == [large, small]

    def test_of_another_town_gives_nothing(self):
        living("BU02210100", "Beinum", ("7001", "1"), of=make.OTHER_TOWN)

        assert neighbourhoods.around(town=make.TOWN, postcode="7001") == []

    def test_still_works_after_a_new_division_without_postcodes(self):
        living("BU02160100", "Achter de Poort", ("4105", "1"))
        newer = living("BU02160100", "Achter de Poort", year=2025)

        assert neighbourhoods.around(town=make.TOWN, postcode="4105") == [newer]


class TestTheList:
    def test_shows_the_newest_division_only_by_name(self):
        living("BU02160100", "Old name")
        second = living("BU02160101", "Westeinde", year=2025)
        first = living("BU02160100", "Aan de Kade", year=2025)

        assert neighbourhoods.all_of(town=make.TOWN) == [first, second]

    def test_names_the_district_without_a_question_more(self, django_assert_num_queries):
        for number in range(5):
            living(f"BU0216010{number}", "Centrum")

        with django_assert_num_queries(1):
            assert {row.district.name for row in neighbourhoods.all_of(town=make.TOWN)} == {"West"}
