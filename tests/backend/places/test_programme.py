"""Opening a programme in a town."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from backend.places import programme
from backend.places.models import Municipality
from tests import make

pytestmark = pytest.mark.django_db


def test_lets_people_of_the_town_sign_up():
    make.town(programme_since=None)
    make.neighbourhood()

    programme.open_in(town=make.TOWN, since=make.MONDAY)

    assert list(Municipality.objects.with_programme()) == [make.town()]


def test_twice_keeps_the_first_day():
    make.town(programme_since=None)
    make.neighbourhood()

    for later in (0, 7):
        programme.open_in(town=make.TOWN, since=make.MONDAY + timedelta(days=later))

    assert make.town().programme_since == make.MONDAY


def test_needs_neighbourhoods():
    with pytest.raises(programme.NoNeighbourhoods):
        programme.open_in(town="GM9999", since=make.MONDAY)


def test_a_town_in_which_something_fails_stops_no_other(caplog):
    for code in (make.TOWN, make.OTHER_TOWN):
        make.town(code)
    done = []

    def deed(town):
        done.append(town)
        raise ValueError(town)

    programme.in_every_town(deed, doing="Counting")

    assert sorted(done) == sorted([make.TOWN, make.OTHER_TOWN])
    assert [record.getMessage().partition(";")[0] for record in caplog.records] == [
        f"Counting failed in {town}" for town in done
    ]


class TestTheCommand:
    def test_opens_a_town_on_the_day_that_is_told(self):
        make.town(programme_since=None)
        make.neighbourhood()

        call_command("open_programme", make.TOWN, since=date(2026, 9, 1))

        assert make.town().programme_since == date(2026, 9, 1)

    def test_says_what_to_do_when_the_town_is_not_known(self):
        with pytest.raises(CommandError, match="Run import_neighbourhoods"):
            call_command("open_programme", "GM9999")
