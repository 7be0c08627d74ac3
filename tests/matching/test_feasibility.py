"""Each hard rule on its own, at its edge; numbers as in docs/matching.md."""

import numpy as np
import pytest

from matching import feasibility, problem
from matching.options import Options
from tests.matching.people import NEXT_TOWN, TOWN, free, newcomer, volunteer


def holds(rule, one, other, blocked=(), **options):
    whole = problem.make([one], [other], blocked, Options(**options))
    return bool(rule(whole, np.array([0]), np.array([0]))[0])


class TestRule1Municipality:
    def test_people_of_one_town_may_meet(self):
        assert holds(feasibility.may_meet, newcomer(), volunteer())

    def test_people_of_two_towns_may_not(self):
        assert not holds(feasibility.may_meet, newcomer(), volunteer(municipality=NEXT_TOWN))

    def test_unless_the_towns_work_together(self):
        joint = (frozenset({TOWN, NEXT_TOWN}),)
        assert holds(feasibility.may_meet, newcomer(), volunteer(municipality=NEXT_TOWN), joint=joint)

    def test_working_together_is_not_passed_on(self):
        joint = (frozenset({TOWN, "GM0001"}), frozenset({"GM0001", NEXT_TOWN}))
        assert not holds(feasibility.may_meet, newcomer(), volunteer(municipality=NEXT_TOWN), joint=joint)

    @pytest.mark.parametrize(("level", "may"), [("A1", False), ("A2", True)])
    def test_or_online_where_the_round_allows_that_across_towns(self, level, may):
        one, other = newcomer(online=True, dutch_level=level), volunteer(online=True, municipality=NEXT_TOWN)
        assert holds(feasibility.may_meet, one, other, online_across=True) == may

    def test_only_where_both_are_willing(self):
        other = volunteer(online=False, municipality=NEXT_TOWN)
        assert not holds(feasibility.may_meet, newcomer(online=True, dutch_level="B1"), other, online_across=True)


class TestRule2Blocked:
    def test_a_blocked_pair_is_never_proposed(self):
        assert not holds(feasibility.not_blocked, newcomer("n1"), volunteer("v1"), [("n1", "v1")])

    def test_and_the_pair_the_other_way_round_is_another_pair(self):
        assert holds(feasibility.not_blocked, newcomer("n1"), volunteer("v1"), [("v1", "n1")])


@pytest.mark.parametrize(
    ("wish", "told", "is_met"),
    [("", "", True), ("", "m", True), ("f", "f", True), ("f", "m", False), ("f", "x", False), ("f", "", False)],
)
class TestRule3Wishes:
    def test_of_the_newcomer(self, wish, told, is_met):
        one, other = newcomer(buddy_gender=wish), volunteer(gender=told)
        assert holds(feasibility.wishes_are_met, one, other) == is_met

    def test_of_the_volunteer(self, wish, told, is_met):
        one, other = newcomer(gender=told), volunteer(buddy_gender=wish)
        assert holds(feasibility.wishes_are_met, one, other) == is_met


@pytest.mark.parametrize(
    ("spoken", "lowest", "enough"), [("A0", "A0", True), ("A1", "A2", False), ("C1", "A2", True)]
)
def test_rule_4_the_level_is_at_least_what_the_volunteer_helps(spoken, lowest, enough):
    one, other = newcomer(dutch_level=spoken), volunteer(min_level=lowest)
    assert holds(feasibility.level_is_enough, one, other) == enough


@pytest.mark.parametrize(("level", "can"), [("A0", False), ("A1", False), ("A2", True)])
def test_rule_5_without_a_shared_language_dutch_carries_from_a2(level, can):
    one, other = newcomer(dutch_level=level), volunteer(languages=frozenset({"nld"}))
    assert holds(feasibility.can_talk, one, other) == can


def test_rule_5_the_hundredth_language_is_shared_as_well_as_the_first():
    many = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}z" for number in range(100)]
    one, other = newcomer(dutch_level="A0", languages=frozenset(many)), volunteer(languages=frozenset({many[-1]}))
    assert holds(feasibility.can_talk, one, other)


class TestRule6Time:
    @pytest.mark.parametrize(
        ("windows", "minutes", "fits"),
        [
            (("mon 19:00-20:30",), 90, True),
            (("mon 19:15-20:30",), 90, False),
            (("mon 18:00-18:45", "mon 20:15-21:00"), 90, False),
            (("mon 19:00-19:45", "mon 19:45-20:30"), 90, True),
            (("mon 18:30-20:00", "mon 19:30-20:30"), 120, True),
            (("tue 18:00-21:00",), 90, False),
            (("mon 19:00-19:45",), 50, False),
            (("mon 19:00-20:00",), 50, True),
        ],
    )
    def test_one_unbroken_common_window_is_long_enough(self, windows, minutes, fits):
        other = volunteer(availability=free(*windows))
        assert holds(feasibility.have_time, newcomer(session_minutes=minutes), other) == fits

    def test_a_window_may_end_at_midnight_but_not_go_on_after_it(self):
        late = free("sun 23:00-24:00", "mon 00:00-01:00")
        one, other = newcomer(availability=late, session_minutes=60), volunteer(availability=late)
        assert holds(feasibility.have_time, one, other)
        assert not holds(feasibility.have_time, newcomer(availability=late, session_minutes=75), other)


class TestRule7Place:
    @pytest.mark.parametrize(("reach", "near"), [(500, True), (499, False)])
    def test_in_person_to_the_metre_that_both_will_travel(self, reach, near):
        assert holds(feasibility.have_a_place, newcomer(max_distance_m=reach), volunteer()) == near
        assert holds(feasibility.have_a_place, newcomer(), volunteer(max_distance_m=reach)) == near

    def test_at_the_greatest_distance_nothing_is_rounded(self):
        far = volunteer(x=136_000 + 50_000, y=456_000, max_distance_m=50_000)
        further = volunteer(x=136_000 + 50_000, y=456_001, max_distance_m=50_000)
        assert holds(feasibility.have_a_place, newcomer(max_distance_m=50_000), far)
        assert not holds(feasibility.have_a_place, newcomer(max_distance_m=50_000), further)

    @pytest.mark.parametrize(
        ("mine", "theirs", "level", "may"),
        [(True, True, "A2", True), (True, True, "A1", False), (False, True, "B1", False), (True, False, "B1", False)],
    )
    def test_or_online_when_both_will_and_the_newcomer_speaks(self, mine, theirs, level, may):
        one = newcomer(online=mine, dutch_level=level, max_distance_m=0)
        assert holds(feasibility.have_a_place, one, volunteer(online=theirs)) == may


def test_nobody_without_a_needed_fact_takes_part():
    whole = problem.make(
        [newcomer("a", availability=()), newcomer("b", x=None), newcomer("c", y=None, availability=())],
        [volunteer("v", availability=()), volunteer("w", x=None, y=None)],
    )

    assert whole.incomplete == {"a": ("availability",), "b": ("place",), "c": ("place", "availability")}
    assert len(whole.newcomers) == len(whole.volunteers) == 0
    assert whole.incomplete_volunteers == 2


def test_an_id_may_stand_once_on_each_side():
    problem.make([newcomer("same")], [volunteer("same")])

    with pytest.raises(problem.BadProblem, match="'same' stands twice among the newcomers"):
        problem.make([newcomer("same"), newcomer("same")], [])
    with pytest.raises(problem.BadProblem, match="'same' stands twice among the volunteers"):
        problem.make([], [volunteer("same"), volunteer("same")])
