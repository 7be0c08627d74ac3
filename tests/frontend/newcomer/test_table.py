"""A seat at a language table, on the newcomer's page: offered, taken, given up."""

import pytest

from backend.pairs.models import TableOffer, TableSeat
from tests import make
from tests.frontend.newcomer.test_home import HOME, home, unmatched
from tests.frontend.taking_part.people import browser


@pytest.fixture
def offer():
    table = make.language_table(
        centre=make.centre(name="De Zuidwester", address="Markt 1"),
        leader=make.volunteer(account=make.account(call_name="Ria")),
    )
    return make.table_offer(table=table)


def test_an_offer_says_when_where_and_with_whom(offer):
    page = home(offer.newcomer)

    for words in ("There is a seat for you", "Every Wednesday", "19:00 – 20:30", "De Zuidwester", "Markt 1", "Ria"):
        assert words in page
    assert "We look for a buddy for you." not in page


def test_yes_takes_the_seat(offer):
    answer = browser(offer.newcomer).post(f"{HOME}taaltafel/{offer.pk}/ja/", follow=True)

    page = answer.content.decode()
    assert "The seat is yours." in page
    assert "Your language table" in page
    assert TableSeat.objects.get().newcomer == offer.newcomer


def test_no_is_fine_too(offer):
    answer = browser(offer.newcomer).post(f"{HOME}taaltafel/{offer.pk}/nee/", follow=True)

    assert "We look for a buddy for you." in answer.content.decode()
    assert TableOffer.objects.get().state == "DECLINED"


def test_a_seat_that_is_gone_is_said_so(offer):
    TableOffer.objects.update(state="WITHDRAWN", closed_at=make.NOON)

    answer = browser(offer.newcomer).post(f"{HOME}taaltafel/{offer.pk}/ja/", follow=True)

    assert "This seat is not free any more." in answer.content.decode()


def test_leaving_is_asked_once_more(offer):
    seat = make.table_seat(table=offer.table, newcomer=make.newcomer())
    mine, address = browser(seat.newcomer), f"{HOME}plaats/{seat.pk}/stoppen/"

    assert "Do you want to stop with this language table?" in mine.get(address).content.decode()
    page = mine.post(address, follow=True).content.decode()
    assert "You left the language table." in page
    assert "We look for a buddy for you." in page


def test_the_seat_of_somebody_else_does_not_exist(offer):
    seat, other = make.table_seat(table=offer.table), browser(make.newcomer())

    assert other.post(f"{HOME}plaats/{seat.pk}/stoppen/").status_code == 404
    assert other.post(f"{HOME}taaltafel/{offer.pk}/ja/").status_code == 404


def test_who_waits_is_asked_whether_a_table_is_fine_too():
    newcomer = make.newcomer()
    unmatched(newcomer, smallest_change={"kind": "table", "weekday": 2, "starts_minute": 600, "ends_minute": 690})

    page = home(newcomer)

    assert "Is a language table fine too: a small group, on Wednesday at 10:00?" in page


def test_being_willing_is_one_of_the_wishes():
    newcomer = make.newcomer()
    wishes = {"languages": ["tir"], "dutch_level": "A1", "session_minutes": 60, "max_distance_m": 3000}

    browser(newcomer).post(f"{HOME}wensen/", wishes | {"joins_tables": "on", "mother_tongue": "tir"})

    newcomer.refresh_from_db()
    assert (newcomer.joins_tables, newcomer.mother_tongue) == (True, "tir")
