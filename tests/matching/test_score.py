"""The five parts of the score, to the letter of docs/matching.md."""

from dataclasses import replace

import pytest

import matching
from matching import Options, Weights
from tests.matching.people import DAY, NEXT_TOWN, free, newcomer, volunteer


def pair(one, other, **options):
    (found,) = matching.solve([one], [other], day=DAY, options=Options(**options)).pairs
    return found


class TestNearness:
    @pytest.mark.parametrize(
        ("limit", "points"), [(500, 0), (506, 0), (507, 1), (1000, 20), (3000, 33), (50_000, 40)]
    )
    def test_in_person_it_falls_with_the_share_of_the_limit(self, limit, points):
        assert pair(newcomer(max_distance_m=limit), volunteer(max_distance_m=50_000)).parts["nearness"] == points

    def test_in_one_place_with_no_wish_to_travel_it_is_full(self):
        here = volunteer(x=136_000, y=456_000)
        assert pair(newcomer(max_distance_m=0), here).parts["nearness"] == 40

    def test_online_it_is_a_quarter(self):
        found = pair(newcomer(max_distance_m=0, online=True, dutch_level="A2"), volunteer(online=True))
        assert (found.mode, found.parts["nearness"], found.distance_m) == ("online", 10, 500)

    def test_in_person_goes_before_online(self):
        assert pair(newcomer(online=True, dutch_level="A2"), volunteer(online=True)).mode == "in_person"

    def test_across_towns_too_where_rule_1_holds_online(self):
        one = newcomer(online=True, dutch_level="A2")
        found = pair(one, volunteer(online=True, municipality=NEXT_TOWN), online_across=True)
        assert (found.mode, found.parts["nearness"]) == ("in_person", 33)

    def test_the_distance_is_rounded_to_the_nearest_metre(self):
        assert pair(newcomer(), volunteer(x=136_001, y=456_001)).distance_m == 1
        assert pair(newcomer(), volunteer(x=136_002, y=456_002)).distance_m == 3


class TestTime:
    @pytest.mark.parametrize(
        ("windows", "minutes", "points"),
        [
            (("mon 09:00-10:30",), 90, 5),
            (("mon 09:00-10:30", "tue 09:00-10:15"), 90, 5),
            (("mon 09:00-10:30", "tue 09:00-11:00"), 210, 12),
            (("mon 09:00-15:00",), 360, 20),
            (("mon 09:00-15:15", "fri 09:00-12:00"), 555, 20),
        ],
    )
    def test_common_minutes_count_in_windows_that_are_long_enough(self, windows, minutes, points):
        found = pair(newcomer(availability=free(*windows)), volunteer(availability=free(*windows)))
        assert (found.common_minutes, found.parts["time"]) == (minutes, points)


class TestTheOtherParts:
    @pytest.mark.parametrize(("languages", "points"), [({"ara", "nld"}, 20), ({"nld"}, 5), (set(), 5)])
    def test_language(self, languages, points):
        found = pair(newcomer(dutch_level="A2"), volunteer(languages=frozenset(languages)))
        assert found.parts["language"] == points

    @pytest.mark.parametrize(
        ("wanted", "offered", "points"),
        [
            ("", "talk", 6),
            ("talk", "", 0),
            ("talk work exam", "talk", 4),
            ("talk work exam school health", "talk", 2),
            ("talk work exam school health", "talk work exam", 7),
            ("talk work", "work talk", 12),
            ("talk work exam school health digital admin", "talk", 2),
        ],
    )
    def test_goals(self, wanted, offered, points):
        found = pair(newcomer(goals=frozenset(wanted.split())), volunteer(goals=frozenset(offered.split())))
        assert found.parts["goals"] == points
        assert found.goals == tuple(sorted(set(wanted.split()) & set(offered.split())))

    @pytest.mark.parametrize(("shared", "points"), [(0, 0), (1, 2), (3, 6), (4, 8), (6, 8)])
    def test_interests(self, shared, points):
        words = frozenset("abcdef"[:shared])
        assert pair(newcomer(interests=words), volunteer(interests=words | {"z"})).parts["interests"] == points


class TestSlot:
    @pytest.mark.parametrize(
        ("windows", "slot"),
        [
            (("tue 09:00-10:30", "mon 09:00-10:30"), (0, 540)),
            (("mon 09:00-10:30", "sun 18:00-20:00"), (6, 1080)),
            (("mon 09:00-10:30", "mon 12:00-13:45", "wed 12:00-13:45"), (0, 720)),
        ],
    )
    def test_it_starts_with_the_longest_common_window_and_the_earliest_of_equals(self, windows, slot):
        found = pair(newcomer(availability=free(*windows)), volunteer(availability=free(*windows)))
        assert (found.weekday, found.starts_minute) == slot
        assert found.minutes == 90

    def test_it_lasts_as_long_as_the_newcomer_wants(self):
        assert pair(newcomer(session_minutes=50), volunteer()).minutes == 50


class TestWeights:
    def test_each_is_the_most_that_its_part_gives(self):
        words = frozenset("abcd")
        one = newcomer(
            x=136_300, y=456_400, interests=words, goals=frozenset({"talk"}), availability=free("mon 09:00-15:00")
        )
        other = volunteer(interests=words, goals=frozenset({"talk"}), availability=one.availability)
        weights = {"nearness": 10, "time": 50, "language": 3, "goals": 0, "interests": 20}
        assert pair(one, other, weights=Weights(**weights)).parts == weights

    def test_what_is_worth_nothing_scores_nothing(self):
        nothing = Weights(nearness=0, time=0, language=0, goals=0, interests=0)
        assert pair(newcomer(), volunteer(), weights=nothing).score == 0

    @pytest.mark.parametrize("weight", [-1, 101, 1.5, True])
    def test_anything_but_a_whole_number_to_a_hundred_is_refused(self, weight):
        with pytest.raises(ValueError, match="the weight of goals"):
            Weights(goals=weight)

    def test_they_change_the_scores_but_not_who_is_matched(self):
        people = [newcomer("a"), replace(newcomer("b"), dutch_level="B1")]
        plain = matching.solve(people, [volunteer()], day=DAY)
        other = matching.solve(people, [volunteer()], day=DAY, options=Options(weights=Weights(language=0)))
        assert [p.newcomer for p in plain.pairs] == [p.newcomer for p in other.pairs]
        assert plain.pairs[0].score - other.pairs[0].score == 20
