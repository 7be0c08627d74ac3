"""The figures of a round: who got a pair and who waits, and nothing of fewer than five people."""

from datetime import timedelta

import pytest

from backend.pairs import figures
from tests import make
from tests.backend.pairs.searching import looked_at

pytestmark = pytest.mark.usefixtures("town")

HIDDEN = {"people": None, "median_days": None}
NOBODY = {"people": 0, "median_days": None}


def waiting(count, *, days=30, **about):
    for _ in range(count):
        make.newcomer(waiting_since=make.MONDAY - timedelta(days=days), **about)


def figures_of_now():
    return looked_at().report["figures"]


def by_group(grouping):
    return {row["group"]: (row["matched"], row["unmatched"]) for row in figures_of_now()[grouping]}


@pytest.mark.parametrize(("count", "told"), [(0, 0), (1, None), (4, None), (5, 5), (120, 120)])
def test_a_count_of_one_to_four_is_not_told(count, told):
    assert figures.told(count) == told


class TestByGroup:
    def test_compares_how_long_the_one_in_the_middle_has_waited(self):
        make.volunteer(capacity=5)
        waiting(5, days=60)
        waiting(6, days=10)

        matched, unmatched = by_group("everybody")[""]

        assert matched == {"people": 5, "median_days": 60}
        assert unmatched == {"people": 6, "median_days": 10}

    def test_does_not_tell_of_a_group_of_fewer_than_five(self):
        waiting(6, gender="F")
        waiting(4, gender="M")
        waiting(3, gender="X")

        assert by_group("gender") == {"f": (NOBODY, {"people": 6, "median_days": 30})}

    def test_does_not_let_the_only_small_group_be_worked_out_from_the_sum(self):
        waiting(9, dutch_level="A1")
        waiting(6, dutch_level="A2")
        waiting(2, dutch_level="B1")

        assert by_group("level") == {"A1": (NOBODY, {"people": 9, "median_days": 30})}

    def test_hides_the_small_side_of_a_group_only(self):
        make.volunteer(capacity=2)
        make.volunteer(capacity=1)
        waiting(10)

        [[matched, unmatched]] = by_group("level").values()

        assert (matched, unmatched["people"]) == (HIDDEN, 7)

    def test_counts_somebody_with_every_language(self):
        waiting(5, languages=["tir", "ara"])
        waiting(5, languages=["ara"])

        assert {group: cells[1]["people"] for group, cells in by_group("language").items()} == {"ara": 10, "tir": 5}

    def test_knows_where_people_live(self):
        there = make.neighbourhood("BU02160007")
        waiting(5, neighbourhood=there)

        assert set(by_group("neighbourhood")) == {there.code}


class TestByNeighbourhood:
    def test_counts_who_waits_and_the_free_places(self):
        here, there = make.neighbourhood(), make.neighbourhood("BU02160007")
        waiting(6)
        waiting(2, neighbourhood=there)
        make.volunteer(capacity=5, neighbourhood=there)
        pair = make.pair(volunteer=make.volunteer(capacity=3))

        assert figures_of_now()["neighbourhoods"] == [
            {"code": here.code, "waiting": 6, "places": None},
            {"code": there.code, "waiting": None, "places": 5},
        ]
        assert pair.newcomer.neighbourhood == here

    def test_of_an_empty_town_is_empty(self):
        assert figures_of_now()["neighbourhoods"] == []
