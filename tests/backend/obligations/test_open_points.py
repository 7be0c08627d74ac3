"""What no source was found for is said to be open until the municipality confirms it in its ordinance."""

import uuid
from datetime import date

import pytest

from backend.obligations import allowances, open_points, participation, policy
from tests import make
from tests.backend.obligations.duties import caseworker_of, linked

pytestmark = pytest.mark.usefixtures("town")


def test_every_amount_and_every_route_has_a_source_with_its_day_or_is_an_open_point():
    for year, ceiling in allowances.ceilings().items():
        is_open = allowances.point_of(year) in open_points.all_of_them()
        assert bool(ceiling.source) == bool(ceiling.read_on) == (not is_open)
    assert all(route.source and route.read_on for route in participation.routes().values())


def test_a_point_is_open_until_the_ordinance_of_the_day_names_it():
    assert open_points.open_on(make.MONDAY) == ["PW_2027", "BUS_FIELD", "ALLOWANCE_2027"]

    make.ordinance(valid_from=make.MONDAY, confirmed=["ALLOWANCE_2027"])

    assert open_points.open_on(make.MONDAY) == ["PW_2027", "BUS_FIELD"]
    assert open_points.open_on(date(2026, 11, 22)) == ["PW_2027", "BUS_FIELD", "ALLOWANCE_2027"]


def test_what_is_no_point_cannot_be_confirmed():
    with pytest.raises(policy.BadPolicy, match="confirmed"):
        policy.check({"enabled": True, "confirmed": ["EVERYTHING"]})


@pytest.mark.parametrize(
    ("month", "confirmed", "is_confirmed"),
    [
        (date(2026, 5, 1), (), True),
        (date(2027, 5, 1), (), False),
        (date(2027, 5, 1), ("ALLOWANCE_2027",), True),
    ],
)
def test_a_ceiling_is_confirmed_by_a_source_or_by_the_municipality(month, confirmed, is_confirmed):
    obligation = linked()
    about = {"month": month, "cents": 1000, "request_id": uuid.uuid4(), "now": make.NOON}
    allowances.note(obligation_id=obligation.pk, by=caseworker_of(obligation), **about)

    [watch] = allowances.watch(obligation, confirmed=confirmed)

    assert watch.is_confirmed == is_confirmed
