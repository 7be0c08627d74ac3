"""Why someone has no match, and the smallest change that gives one: verified by solving the changed world again."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import matching
from matching import again, problem, solution
from matching.stopwatch import Stopwatch
from tests.matching.people import DAY, free, newcomer, volunteer, worlds

THE_OTHER_AHEAD = {"waiting_since": DAY.replace(year=2025)}


def why(newcomers, volunteers, blocked=(), of="n1"):
    result = matching.solve(newcomers, volunteers, blocked, day=DAY)
    (row,) = [row for row in result.unmatched if row.newcomer == of]
    return row


def changed(person, change):
    """The newcomer after a change, written out by hand."""
    match change["kind"]:
        case "window":
            more = (change["weekday"], change["starts_minute"], change["ends_minute"])
            return replace(person, availability=(*person.availability, more))
        case "distance":
            return replace(person, max_distance_m=person.max_distance_m + change["metres"])
        case "session":
            return replace(person, session_minutes=change["minutes"])
        case "online":
            return replace(person, online=True)


def is_matched(world, newcomer):
    others = [newcomer if person.id == newcomer.id else person for person in world["newcomers"]]
    return newcomer.id in {pair.newcomer for pair in matching.solve(**(world | {"newcomers": others})).pairs}


class TestReasons:
    def test_a_missing_fact(self):
        assert (why([newcomer(availability=())], [volunteer()]).missing) == ("availability",)

    def test_nobody_remains_after_the_rule_on_time(self):
        row = why([newcomer()], [volunteer(availability=free("tue 18:00-21:00")), volunteer("v2", min_level="B1")])
        assert row.reason == "no_candidate"
        assert list(row.detail.items()) == [
            *(("volunteers", 2), ("municipality", 2), ("not_blocked", 2), ("gender", 2)),
            *(("level", 1), ("language", 1), ("time", 0), ("place", 0)),
        ]

    def test_somebody_waited_longer(self):
        row = why([newcomer(), newcomer("n0", **THE_OTHER_AHEAD)], [volunteer()])
        assert (row.reason, row.detail) == ("outranked", {"allowed": 1, "places": 1})

    def test_a_volunteer_without_a_free_place_is_still_allowed(self):
        row = why([newcomer()], [volunteer(capacity=0)])
        assert (row.reason, row.detail) == ("outranked", {"allowed": 1, "places": 0})


class TestTheSmallestChange:
    def test_one_more_window_beside_an_hour_that_is_free_already(self):
        row = why([newcomer(availability=free("tue 18:00-19:00"))], [volunteer(availability=free("tue 17:00-20:00"))])
        window = {"weekday": 1, "starts_minute": 1050, "ends_minute": 1140}
        assert row.smallest_change == {"kind": "window", "asks_minutes": 30} | window

    def test_a_shorter_session(self):
        row = why([newcomer(availability=free("tue 18:00-19:15"))], [volunteer(availability=free("tue 18:00-19:15"))])
        assert row.smallest_change == {"kind": "session", "asks_minutes": 15, "minutes": 75}

    def test_a_few_metres_more_to_travel(self):
        row = why([newcomer(max_distance_m=400)], [volunteer()])
        assert row.smallest_change == {"kind": "distance", "asks_minutes": 1, "metres": 100}

    def test_metres_are_rounded_up_and_not_down(self):
        row = why([newcomer(max_distance_m=400)], [volunteer(y=456_401)])
        assert row.smallest_change == {"kind": "distance", "asks_minutes": 1, "metres": 101}

    def test_but_never_further_than_the_volunteer_will_travel(self):
        assert why([newcomer()], [volunteer(max_distance_m=499)]).smallest_change == {}

    def test_online_for_who_speaks_enough_dutch(self):
        far = volunteer(x=186_000, online=True)
        assert why([newcomer(dutch_level="A2")], [far]).smallest_change == {"kind": "online", "asks_minutes": 30}
        assert why([newcomer(dutch_level="A1")], [far]).smallest_change == {}

    def test_a_group_with_somebody_who_has_the_only_volunteer(self):
        row = why([newcomer(), newcomer("n0", **THE_OTHER_AHEAD)], [volunteer()])
        window = {"weekday": 0, "starts_minute": 1080, "ends_minute": 1170}
        assert row.smallest_change == {"kind": "group", "asks_minutes": 60} | window

    def test_a_group_never_against_the_wish_of_one_of_them(self):
        woman = newcomer(gender="f", buddy_gender="f")
        man = newcomer("n0", gender="m", **THE_OTHER_AHEAD)
        assert why([woman, man], [volunteer(gender="f")]).smallest_change == {}

    @pytest.mark.parametrize("about", [{"gender": "m"}, {"gender": ""}])
    def test_a_wish_is_never_given_up(self, about):
        assert why([newcomer(buddy_gender="f")], [volunteer(**about)]).smallest_change == {}

    def test_a_blocked_pair_is_never_given_back(self):
        assert why([newcomer(max_distance_m=0)], [volunteer()], [("n1", "v1")]).smallest_change == {}

    def test_it_is_about_the_optimum_and_not_about_one_pair(self):
        """An allowed pair is not enough: the place it leads to belongs to somebody who waited longer."""
        ahead = newcomer("n0", availability=free("tue 18:00-20:00"), **THE_OTHER_AHEAD)
        row = why([newcomer(), ahead], [volunteer(availability=free("tue 18:00-20:00"))])
        assert row.smallest_change == {}


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_every_smallest_change_gives_the_match_when_solved_again(world):
    people = {person.id: person for person in world["newcomers"]}

    for row in matching.solve(**world).unmatched:
        if row.smallest_change and row.smallest_change["kind"] != "group":
            assert is_matched(world, changed(people[row.newcomer], row.smallest_change))


@settings(max_examples=200, deadline=None)
@given(worlds())
def test_every_change_found_is_confirmed_from_the_start(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    solved = solution.optimum(whole, Stopwatch())

    for row in solved.unmatched:
        for change in again.changes_for(solved, row):
            assert again.is_matched_after(whole, row, change)


@settings(max_examples=200, deadline=None)
@given(worlds(), st.data())
def test_nothing_smaller_of_the_same_kind_would_do(world, data):
    result = matching.solve(**world)
    people = {person.id: person for person in world["newcomers"]}
    rows = [row for row in result.unmatched if row.smallest_change.get("kind") in ("distance", "session")]

    for row in rows:
        change, person = row.smallest_change, people[row.newcomer]
        less = data.draw(st.integers(1, 14))
        if change["kind"] == "distance" and change["metres"] > less:
            smaller = change | {"metres": change["metres"] - less}
            assert not is_matched(world, changed(person, smaller))
        elif change["kind"] == "session" and change["minutes"] + less < person.session_minutes:
            assert not is_matched(world, changed(person, change | {"minutes": change["minutes"] + less}))


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_who_has_no_smallest_change_finds_none_of_those_that_are_tried(world):
    """Not even being free all week, or travelling as far as anybody may."""
    people = {person.id: person for person in world["newcomers"]}

    for row in matching.solve(**world).unmatched:
        if not row.missing and not row.smallest_change:
            person = people[row.newcomer]
            tried = [
                replace(person, availability=tuple((weekday, 0, 1440) for weekday in range(7))),
                replace(person, max_distance_m=50_000),
                replace(person, online=True),
                replace(person, session_minutes=min(30, person.session_minutes)),
            ]
            assert not any(is_matched(world, other) for other in tried)
