"""Who can meet in a community centre only: which house, which table, at what hour; and no table twice."""

import pytest

from backend.meetings import planning, venues
from backend.pairs.models import Pair, Proposal, UnmatchedReason
from backend.pairs.rooms import Rooms
from tests import make
from tests.backend.pairs.searching import run

pytestmark = pytest.mark.usefixtures("town")

WEDNESDAY_AT_SIX = (2, 18 * 60, 19 * 60 + 30)


def needs_a_house():
    """Free for one meeting a week, so that there is one hour to give."""
    return make.newcomer(needs_house=True, week=[WEDNESDAY_AT_SIX])


class TestARound:
    def test_gives_a_table_to_who_can_meet_nowhere_else(self):
        needs_a_house()
        make.volunteer()
        house = make.centre(tables=2)

        done = run()

        proposal = Proposal.objects.get()
        assert (proposal.centre, proposal.table_number) == (house, 1)
        assert (proposal.weekday, proposal.starts_minute) == (2, 18 * 60)
        done.refresh_from_db()
        assert "venues" in done.report["certificate"]

    def test_gives_no_table_to_who_can_meet_anywhere(self):
        make.newcomer()
        make.volunteer()
        make.centre(tables=2)

        run()

        assert Proposal.objects.get().centre is None

    def test_without_an_open_house_there_is_no_pair(self):
        needs_a_house()
        make.volunteer()
        make.centre(tables=2).opening_hours.filter(weekday=2).delete()

        run()

        assert UnmatchedReason.objects.get().detail["venue"] == 0

    def test_two_pairs_at_one_hour_have_two_tables_and_the_third_finds_a_place_by_hand(self):
        for _ in range(3):
            needs_a_house()
            make.volunteer()
        make.centre(tables=2)

        done = run()

        tables = sorted(Proposal.objects.values_list("table_number", flat=True), key=lambda number: number or 9)
        assert tables == [1, 2, None]
        done.refresh_from_db()
        assert done.report["counts"]["without_a_table"] == 1

    def test_a_table_that_a_pair_or_a_language_table_holds_is_not_given_again(self):
        house = make.centre(tables=3)
        held = make.proposal(centre=house, table_number=1, state="ACCEPTED", **_both_said_yes())
        make.pair(newcomer=held.newcomer, volunteer=held.volunteer, proposal=held)
        make.language_table(centre=house, weekday=2, starts_minute=18 * 60)
        for _ in range(2):
            needs_a_house()
            make.volunteer()

        run()

        fresh = Proposal.objects.exclude(pk=held.pk)
        assert sorted(fresh.values_list("table_number", flat=True), key=lambda number: number or 9) == [2, None]


def _both_said_yes():
    return {"newcomer_accepted_at": make.NOON, "volunteer_accepted_at": make.NOON, "closed_at": make.NOON}


def test_the_first_meeting_is_planned_at_that_house():
    near, far = make.centre(name="Near"), make.centre(name="Zuid", tables=1)
    proposal = make.proposal(centre=far, table_number=1)

    assert planning.house_for(proposal, venues.Houses(make.MONDAY)) == far
    assert planning.house_for(make.proposal(), venues.Houses(make.MONDAY)) == near


def test_tables_are_counted_on_and_an_ended_pair_holds_none():
    house, rooms = make.centre(tables=2), Rooms()

    assert [rooms.take(str(house.pk), WEDNESDAY_AT_SIX) for _ in range(2)] == [1, 2]
    assert rooms.take(str(house.pk), (3, 18 * 60, 19 * 60 + 30)) == 1
    assert Pair.objects.count() == 0
