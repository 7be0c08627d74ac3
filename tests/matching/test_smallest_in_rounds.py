"""The smallest change where a round has venues or tables: against every change there is, each solved again."""

from dataclasses import replace
from math import isqrt

import pytest
from hypothesis import given, settings

import matching
from matching import Options, Venues, problem, rounds
from matching.explain import Change
from tests.matching import people, tables, test_venues
from tests.matching.people import DAY, free, newcomer, randoms, volunteer
from tests.matching.reference import minutes_free
from tests.matching.tables import table
from tests.matching.test_venues import venue

ORDER = ("window", "distance", "online", "session", "group", "table")


def with_both(random):
    """Tables, venues, and people for each."""
    made, houses = tables.world(random, 4), test_venues.world(random, 3)["options"].venues
    everybody = [one.id for side in ("newcomers", "volunteers") for one in made[side]]
    needing = frozenset(one for one in everybody if random.random() < 0.6)
    both = replace(made["options"], venues=replace(houses, newcomers=needing, volunteers=needing))
    return made | {"options": both}


def windows(world, person):
    """Each window of one session, in hours in which somebody or some table has time, and the sessions of tables."""
    groups, quarters = world["options"].groups, -(-person.session_minutes // 15)
    theirs = set().union(*(minutes_free(v) for v in world["volunteers"]))
    found = {(day, a, a + 15 * quarters) for day, a in theirs}
    found = {w for w in found if all((w[0], m) in theirs for m in range(w[1], w[2], 15))}
    found |= {session for t in (groups.tables if groups else ()) for session in t.sessions}
    for day, a, b in found:
        asks = 15 * sum((day, m) not in minutes_free(person) for m in range(a, b, 15))
        yield Change(kind="window", asks_minutes=asks, weekday=day, starts_minute=a, ends_minute=b)


def distances(world, person):
    """As far as each volunteer, table or venue: in between, nothing comes within reach."""
    groups, houses = world["options"].groups, world["options"].venues
    others = [v for v in world["volunteers"] if v.x is not None and v.y is not None]
    for other in (*others, *(groups.tables if groups else ()), *(houses.venues if houses else ())):
        square = (person.x - other.x) ** 2 + (person.y - other.y) ** 2
        metres = isqrt(max(square, 1) - 1) + 1 - person.max_distance_m
        if metres > 0:
            yield Change(kind="distance", asks_minutes=-(-2 * metres // 250), metres=metres)


def every_change(world, person):
    """All that somebody could change alone; a group, which needs another newcomer, is left out."""
    yield from windows(world, person)
    yield from distances(world, person)
    for minutes in range(30, person.session_minutes, 15):  # hours are known by the quarter
        yield Change(kind="session", asks_minutes=person.session_minutes - minutes, minutes=minutes)
    if not person.online:
        yield Change(kind="online", asks_minutes=30)
    if world["options"].groups and person.id not in world["options"].groups.willing:
        yield Change(kind="table", asks_minutes=60)


def size(change):
    """How much a change asks; of equal ones the first kind; of two distances the shorter."""
    return change.asks_minutes, ORDER.index(change.kind), change.metres or 0


def assert_nothing_smaller_helps(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    row_of = {one: row for row, one in enumerate(whole.newcomers.ids)}
    by_id = {person.id: person for person in world["newcomers"]}
    for why in matching.solve(**world).unmatched:
        if why.reason == "incomplete":
            continue
        told = Change(**why.smallest_change) if why.smallest_change else None
        assert told is None or rounds.is_matched_after(whole, world["blocked"], row_of[why.newcomer], told), why
        for change in every_change(world, by_id[why.newcomer]):
            if told is None or size(change) < size(told):
                helps = rounds.is_matched_after(whole, world["blocked"], row_of[why.newcomer], change)
                assert not helps, (why, change)


@settings(max_examples=60, deadline=None)
@given(randoms)
def test_nothing_smaller_gives_a_match_where_a_venue_is_needed(random):
    assert_nothing_smaller_helps(test_venues.world(random, 4))


@settings(max_examples=25, deadline=None)
@given(randoms)
def test_nothing_smaller_gives_a_match_where_there_are_tables(random):
    assert_nothing_smaller_helps(tables.world(random, 4))


@settings(max_examples=25, deadline=None)
@given(randoms)
def test_nothing_smaller_gives_a_match_where_there_are_both(random):
    assert_nothing_smaller_helps(with_both(random))


@settings(max_examples=15, deadline=None)
@given(randoms)
def test_nothing_smaller_gives_a_match_in_a_round_of_people_alone(random):
    assert_nothing_smaller_helps(people.world(random, 4))


def change_of(n, house=None, at=None, v=None, **about):
    """The smallest change of the only newcomer, who needs a venue where a house is given."""
    options = Options(
        venues=house and Venues(venues=(house,), newcomers=frozenset({n.id})),
        groups=at and matching.Groups(tables=(at,), willing=frozenset({n.id})),
        **about,
    )
    return matching.solve([n], [v or volunteer()], day=DAY, options=options).unmatched[0].smallest_change


def test_the_hours_to_be_free_in_are_those_in_which_the_house_is_open():
    """An hour sooner asks less of the newcomer, but then the house is closed."""
    house = venue(opening=free("mon 18:30-20:00"))

    window = {"weekday": 0, "starts_minute": 18 * 60 + 30, "ends_minute": 20 * 60}
    told = change_of(newcomer(availability=free("mon 18:00-19:00")), house)
    assert told == {"kind": "window", "asks_minutes": 60} | window


def test_a_shorter_session_is_as_long_as_the_house_is_open():
    told = change_of(newcomer(), venue(opening=free("mon 18:00-19:00")))

    assert told == {"kind": "session", "asks_minutes": 30, "minutes": 60}


@pytest.mark.parametrize(("east", "metres"), [(700, 200), (300, 100), (-600, 100)])
def test_the_way_is_to_the_volunteer_and_to_the_house(east, metres):
    """500 metres so far; the volunteer lives 600 metres away, the house stands nearer or further."""
    n, v = newcomer(max_distance_m=500), volunteer(x=136_600, y=456_000)

    told = change_of(n, venue(x=136_000 + east, y=456_000), v=v)
    assert (told["kind"], told["metres"]) == ("distance", metres)


def test_nobody_is_sent_further_than_anybody_may_travel():
    """The house is within reach of the volunteer, 60 kilometres from the newcomer."""
    v = volunteer(x=166_000, y=456_000, max_distance_m=50_000)

    assert change_of(newcomer(), venue(x=196_000, y=456_000), v=v) == {}


@pytest.mark.parametrize("metres_to_the_table", [600, 604, 608])
def test_of_a_volunteer_and_a_table_the_nearer_is_named_though_both_take_the_same_minutes(metres_to_the_table):
    at = table(x=136_000 + metres_to_the_table, y=456_000)
    v = volunteer(x=136_604, y=456_000)

    told = change_of(newcomer(max_distance_m=500), at=at, v=v)
    assert told == {"kind": "distance", "asks_minutes": 1, "metres": min(604, metres_to_the_table) - 500}
