"""Each rule of a language table on its own, the score of a seat, and what is said when there is none."""

import pytest

import matching
from matching import BadProblem, BadValue, Groups, Options
from tests.matching.people import DAY, NEXT_TOWN, TOWN, free, newcomer, volunteer
from tests.matching.tables import table


def solve(waiting, at, *, helping=(), blocked=(), unwilling=(), tongues=None, **options):
    willing = frozenset(n.id for n in waiting) - frozenset(unwilling)
    groups = Groups(tables=at, willing=willing, mother_tongue=tongues or {})
    return matching.solve(waiting, helping, blocked, day=DAY, options=Options(groups=groups, **options))


def seat_of(n, t, **more):
    """The row of the result for one newcomer and one table, or why there is none."""
    result = solve([n], [t], **more)
    return result.pairs[0] if result.pairs else result.unmatched[0]


def test_a_seat_stands_in_the_result_like_a_pair():
    seat = seat_of(newcomer(availability=free("mon 18:00-21:00")), table())

    assert (seat.volunteer, seat.mode) == ("t1", "table")
    assert (seat.weekday, seat.starts_minute, seat.minutes) == (0, 18 * 60 + 30, 90)
    assert seat.common_minutes == 90


@pytest.mark.parametrize(
    ("about", "at", "rule"),
    [
        ({}, {"municipality": NEXT_TOWN}, "table_municipality"),
        ({"buddy_gender": "f"}, {}, "table_gender"),
        ({"buddy_gender": "m", "gender": "m"}, {}, "table_gender"),
        ({"gender": ""}, {"gender": "f"}, "table_gender"),
        ({"gender": "m"}, {"gender": "f"}, "table_gender"),
        ({"dutch_level": "A1"}, {"min_level": "A2"}, "table_level"),
        ({"dutch_level": "B1"}, {"max_level": "A2"}, "table_level"),
        ({"languages": frozenset({"tir"})}, {}, "table_language"),
        ({"availability": free("mon 18:45-21:00")}, {}, "table_time"),
        ({"max_distance_m": 499}, {}, "table_place"),
    ],
)
def test_a_rule_that_does_not_hold_leaves_no_seat_and_is_counted(about, at, rule):
    why = seat_of(newcomer(**about), table(**at))

    names = [name for name in why.detail if name.startswith("table")]
    assert why.reason == "no_candidate"
    assert why.detail[rule] == 0
    assert all(why.detail[name] == 1 for name in names[: names.index(rule)])


@pytest.mark.parametrize(
    ("about", "at"),
    [
        ({"buddy_gender": "f", "gender": "f"}, {"gender": "f"}),
        ({"dutch_level": "A2"}, {"min_level": "A2", "max_level": "A2"}),
        ({"dutch_level": "A2", "languages": frozenset({"tir"})}, {}),
        ({"availability": free("mon 18:30-20:00")}, {}),
        ({"max_distance_m": 500}, {}),
        ({"availability": free("tue 09:00-10:30")}, {"sessions": free("mon 18:30-20:00", "tue 09:00-10:30")}),
    ],
)
def test_a_rule_that_just_holds_gives_a_seat(about, at):
    assert seat_of(newcomer(**about), table(**at)).mode == "table"


def test_a_table_of_a_town_that_works_together_is_open_to_both():
    together = (frozenset({TOWN, NEXT_TOWN}),)

    assert seat_of(newcomer(), table(municipality=NEXT_TOWN), joint=together).mode == "table"


@pytest.mark.parametrize("other", ["t1", "leader"])
def test_who_must_be_kept_from_the_table_or_its_leader_has_no_seat(other):
    assert seat_of(newcomer(), table(), blocked=[("n1", other)]).detail["table_not_blocked"] == 0


def test_two_sessions_that_touch_stay_two():
    """Free for one hour of two hours in a row, and each of the sessions takes one."""
    twice = table(sessions=free("mon 18:00-19:00", "mon 19:00-20:00"))
    seat = seat_of(newcomer(availability=free("mon 19:00-20:30"), session_minutes=90), twice)

    assert (seat.starts_minute, seat.minutes, seat.common_minutes) == (19 * 60, 60, 60)


def test_nearness_counts_down_over_what_the_newcomer_will_travel():
    near, far = (seat_of(newcomer(max_distance_m=reach), table()) for reach in (5000, 500))

    assert (near.distance_m, near.parts["nearness"]) == (500, 36)
    assert far.parts["nearness"] == 0


def test_at_most_so_many_of_one_mother_tongue_and_who_sits_there_already_counts():
    waiting = [newcomer(f"n{place}") for place in range(4)]
    tongues = {"n0": "ara", "n1": "ara", "n2": "tir"}
    at = table(most_per_language=2, seated=("ara",), languages=frozenset({"ara"}))

    result = solve(waiting, [at], tongues=tongues)
    assert [pair.newcomer for pair in result.pairs] == ["n0", "n2", "n3"]
    assert result.unmatched[0].detail == {"allowed": 1, "places": 4}


def test_a_newcomer_who_would_not_join_is_told_that_it_would_help():
    why = seat_of(newcomer(), table(), unwilling=["n1"])

    assert why.detail["table_willing"] == 0
    assert why.smallest_change == {
        "kind": "table",
        "asks_minutes": 60,
        "weekday": 0,
        "starts_minute": 18 * 60 + 30,
        "ends_minute": 20 * 60,
        "table": "t1",
    }


def test_a_seat_that_others_hold_is_not_promised():
    ahead, behind = newcomer("n1"), newcomer("n2", waiting_since=DAY)

    result = solve([ahead, behind], [table(seats=1)], unwilling=["n2"])
    assert result.unmatched[0].smallest_change == {}


def test_a_wish_for_a_woman_is_never_suggested_away():
    assert seat_of(newcomer(buddy_gender="f"), table(), unwilling=["n1"]).smallest_change == {}


def test_somebody_willing_is_told_the_hours_or_the_metres_that_are_missing():
    busy, far = newcomer(availability=free("mon 19:00-20:00")), newcomer(max_distance_m=400)

    assert seat_of(busy, table()).smallest_change["asks_minutes"] == 30
    assert seat_of(far, table()).smallest_change == {"kind": "distance", "asks_minutes": 1, "metres": 100}


def test_the_best_buddy_wins_from_a_table_that_fits_less():
    person = newcomer(availability=free("mon 18:00-21:00"))

    result = solve([person], [table(languages=frozenset({"eng"}), max_level="A1")], helping=[volunteer()])
    assert [pair.volunteer for pair in result.pairs] == ["v1"]


@pytest.mark.parametrize("ids", [("t1", "t1"), ("v1", "t1")])
def test_an_id_that_stands_twice_is_refused(ids):
    with pytest.raises(BadProblem, match="stands twice, or is a volunteer's"):
        solve([newcomer()], [table(one) for one in ids], helping=[volunteer()])


@pytest.mark.parametrize(
    "about",
    [
        {"seats": 51},
        {"seats": -1},
        {"sessions": ()},
        {"volunteers": frozenset()},
        {"gender": "m"},
        {"min_level": "B1", "max_level": "A1"},
        {"max_level": "D1"},
        {"seated": ("arabic",)},
        {"sessions": ((0, 61, 90),)},
    ],
)
def test_a_fact_that_cannot_be_is_refused_by_its_column(about):
    with pytest.raises(BadValue) as refused:
        table(**about)

    assert refused.value.column in {*about, "max_level"}


def test_the_hash_knows_the_tables():
    one, other = (solve([newcomer()], [table(seats=seats)]).report["input_hash"] for seats in (1, 2))

    assert one != other
