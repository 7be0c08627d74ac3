"""Venues: the rule, and free tables given out, against trying everything."""

from collections import Counter
from dataclasses import replace
from itertools import product
from random import Random

import pytest
from hypothesis import given, settings

import matching
from matching import BadProblem, BadValue, Options, Venue, Venues, problem, rounds
from tests.matching import people, reference, tables
from tests.matching.people import DAY, NEXT_TOWN, TOWN, free, newcomer, randoms, volunteer
from tests.matching.reference import Reference, is_in_person, minutes_free


def venue(id="h1", **about):  # noqa: A002
    given = {
        "municipality": TOWN,
        "x": 136_150,
        "y": 456_200,
        "opening": free("mon 09:00-21:00"),
        "tables": 2,
    }
    return Venue(id=id, **(given | about))


def random_venue(random):
    return Venue(
        id=f"{random.randrange(10**6):06}h",
        municipality=random.choice([TOWN, TOWN, NEXT_TOWN]),
        x=random.randint(0, 3) * 250,
        y=random.randint(0, 3) * 200,
        opening=tuple(random.sample(people.WINDOWS, random.randint(1, 4))),
        tables=random.choice([0, 1, 1, 2]),
        block_minutes=random.choice([45, 60, 90, 90]),
        taken=tuple(random.sample(people.WINDOWS, random.choice([0, 0, 1]))),
    )


def world(random, most):
    made = people.world(random, most)
    some = {one.id: one for one in (random_venue(random) for _ in range(random.randint(0, 2)))}.values()
    needing = [frozenset(p.id for p in made[side] if random.random() < 0.6) for side in ("newcomers", "volunteers")]
    venues = Venues(venues=tuple(some), newcomers=needing[0], volunteers=needing[1])
    return made | {"options": replace(made["options"], venues=venues)}


def worlds(most=6):
    return randoms.map(lambda random: world(random, most))


def needs(n, v, venues):
    return is_in_person(n, v) and (n.id in venues.newcomers or v.id in venues.volunteers)


def may_use(person, house, options):
    both = {person.municipality, house.municipality}
    return len(both) == 1 or any(both <= group for group in options.joint)


def can_go(n, v, house, options):
    return all(
        may_use(p, house, options) and (p.x - house.x) ** 2 + (p.y - house.y) ** 2 <= p.max_distance_m**2
        for p in (n, v)
    )


def starts(n, v, windows):
    """When a whole session fits: both free, and inside these windows."""
    opened = {(day, minute) for day, a, b in windows for minute in range(a, b, 15)}
    common, lasts = minutes_free(n) & minutes_free(v) & opened, -(-n.session_minutes // 15) * 15
    return sorted((d, m) for d, m in common if all((d, k) in common for k in range(m, m + lasts, 15)))


class WithVenues(Reference):
    """Everything by trying everything; a pair that needs a venue has one."""

    def __post_init__(self):
        super().__post_init__()
        venues = self.options.venues
        for n in self.waiting:
            self.allowed[n.id] = [
                v
                for v in self.allowed[n.id]
                if not needs(n, v, venues)
                or any(can_go(n, v, one, self.options) and starts(n, v, one.opening) for one in venues.venues)
            ]


def blocks(house):
    """Blocks of the opening hours, what overlaps or touches being one window, and how many tables are free then."""
    opened = {(day, minute) for day, a, b in house.opening for minute in range(a, b, 15)}
    found = []
    for day, minute in sorted(opened):
        if (day, minute - 15) not in opened:
            ends = minute
            while (day, ends) in opened:
                ends += 15
            found += [(day, a, a + house.block_minutes) for a in range(minute, ends, house.block_minutes)]
            found = [block for block in found if block[0] != day or block[2] <= ends]
    taken = {
        block: sum(d == block[0] and a < block[2] and block[1] < b for d, a, b in house.taken) for block in found
    }
    return {block: max(0, house.tables - taken[block]) for block in found}


def metres(person, house):
    return int(((person.x - house.x) ** 2 + (person.y - house.y) ** 2) ** 0.5 + 0.5)


def best_places(world, result):
    """Of all ways to give out tables the best: most pairs, longest waiting first, then the fewest metres."""
    options, by_id = world["options"], {p.id: p for side in ("newcomers", "volunteers") for p in world[side]}
    pairs = [(by_id[p.newcomer], by_id[p.volunteer]) for p in result.pairs]
    pairs = [pair for pair in pairs if needs(*pair, options.venues)]
    pairs = sorted(pairs, key=lambda pair: (pair[0].waiting_since, pair[0].id))
    houses = sorted(options.venues.venues, key=lambda one: one.id)
    every = [(house, block, room) for house in houses for block, room in blocks(house).items()]
    choices = [
        [at for at, (house, block, _) in enumerate(every) if can_go(n, v, house, options) and starts(n, v, [block])]
        for n, v in pairs
    ]

    def cost(pair, at):
        house, block, _room = every[at]
        n, v = pairs[pair]
        return (metres(n, house) + metres(v, house)) * 672 + block[0] * 96 + block[1] // 15

    ways = []
    for way in product(*([*each, None] for each in choices)):
        held = Counter(at for at in way if at is not None)
        if all(held[at] <= every[at][2] for at in held):
            without = [at is None for at in way]
            spent = sum(cost(pair, at) for pair, at in enumerate(way) if at is not None)
            ways.append((sum(without), without, spent, [-1 if at is None else at for at in way]))
    chosen = min(ways)[3]
    return {
        n.id: (every[at][0].id, every[at][1]) if at >= 0 else None for (n, _v), at in zip(pairs, chosen, strict=True)
    }


@settings(max_examples=150, deadline=None)
@given(worlds(5))
def test_the_result_is_the_one_that_trying_everything_finds(world):
    result = matching.solve(**world)

    score, seats = WithVenues(**world).best()
    assert {pair.newcomer: pair.volunteer for pair in result.pairs} == seats
    assert result.report["objectives"]["score"] == score


@settings(max_examples=200, deadline=None)
@given(worlds(6))
def test_tables_are_given_out_as_trying_everything_gives_them(world):
    result, by_id = matching.solve(**world), {p.id: p for side in ("newcomers", "volunteers") for p in world[side]}

    expected = best_places(world, result)
    assert [place.newcomer for place in result.places] == sorted(expected)
    for place in result.places:
        block = expected[place.newcomer]
        assert (block is None) == (not place.venue)
        if block:
            first = starts(by_id[place.newcomer], by_id[place.volunteer], [block[1]])[0]
            assert (place.venue, (place.weekday, place.starts_minute)) == (block[0], first)


@settings(max_examples=100, deadline=None)
@given(worlds(6))
def test_no_table_is_given_out_twice(world):
    seats = Counter()
    for place in matching.solve(**world).places:
        if place.venue:
            house = next(one for one in world["options"].venues.venues if one.id == place.venue)
            block = next(b for b in blocks(house) if b[0] == place.weekday and b[1] <= place.starts_minute < b[2])
            assert 1 <= place.table <= house.tables
            seats[place.venue, block, place.table] += 1
    assert all(count == 1 for count in seats.values())


@settings(max_examples=80, deadline=None)
@given(worlds(6))
def test_every_smallest_change_gives_a_match_when_everything_is_solved_again(world):
    whole = problem.make(world["newcomers"], world["volunteers"], world["blocked"], world["options"])
    row_of = {one: row for row, one in enumerate(whole.newcomers.ids)}

    for row in matching.solve(**world).unmatched:
        if row.smallest_change:
            change = rounds.Change(**row.smallest_change)
            assert rounds.is_matched_after(whole, world["blocked"], row_of[row.newcomer], change), row


@settings(max_examples=60, deadline=None)
@given(randoms)
def test_venues_and_tables_go_together(random):
    """A language table needs no venue, so the two rules do not touch each other."""
    both = tables.world(random, 5)
    everybody = frozenset(n.id for n in both["newcomers"])
    nowhere = Venues(venues=(), newcomers=everybody)
    result = matching.solve(**(both | {"options": replace(both["options"], venues=nowhere)}))

    assert all(pair.mode in ("online", "table") for pair in result.pairs)
    assert result.places == []


def solve(*houses, n=None, needing=("n1",), **more):
    venues = Venues(venues=houses, newcomers=frozenset(needing))
    return matching.solve([n or newcomer()], [volunteer()], day=DAY, options=Options(venues=venues, **more))


def test_a_pair_gets_a_table_at_the_hour_at_which_both_can():
    place = solve(venue(opening=free("mon 15:30-21:00"))).places[0]

    assert (place.venue, place.table, place.weekday, place.starts_minute) == ("h1", 1, 0, 18 * 60 + 30)
    assert place.minutes == 90


@pytest.mark.parametrize(
    "about",
    [
        {"municipality": NEXT_TOWN},
        {"x": 132_000},
        {"opening": free("mon 09:00-19:00")},
        {"opening": free("tue 09:00-21:00")},
    ],
)
def test_without_a_house_that_both_can_use_there_is_no_pair(about):
    why = solve(venue(**about)).unmatched[0]

    assert (why.reason, why.detail["place"], why.detail["venue"]) == ("no_candidate", 1, 0)


def test_a_venue_is_needed_as_well_where_people_meet_online_across_towns():
    assert solve(online_across=True).pairs == []
    assert solve(venue(), online_across=True).places[0].venue == "h1"


def test_who_does_not_need_a_venue_gets_no_table():
    result = solve(venue(), needing=())

    assert len(result.pairs) == 1
    assert result.places == []


def test_without_a_free_table_the_pair_keeps_its_match():
    result = solve(venue(tables=0))

    assert len(result.pairs) == 1
    assert result.places[0].venue == ""
    assert result.report["counts"]["without_a_table"] == 1


def test_a_table_that_is_given_out_already_is_not_given_out_again():
    result = solve(venue(tables=1, opening=free("mon 18:00-19:30"), taken=free("mon 19:15-20:00")))

    assert result.places[0].venue == ""


def test_a_pinned_pair_without_a_venue_is_refused():
    with pytest.raises(BadProblem, match="the rule 'venue' does not hold"):
        solve(pinned=(("n1", "v1"),))


def test_a_pinned_pair_gets_a_table_as_well():
    assert solve(venue(), pinned=(("n1", "v1"),)).places[0].venue == "h1"


@pytest.mark.parametrize(
    "about",
    [{"tables": -1}, {"block_minutes": 50}, {"block_minutes": 0}, {"opening": ()}, {"opening": ((0, 5, 90),)}],
)
def test_a_fact_that_cannot_be_is_refused_by_its_column(about):
    with pytest.raises(BadValue) as refused:
        venue(**about)

    assert refused.value.column in about


def test_without_venues_and_tables_nothing_is_said_of_them():
    world = people.world(Random(3), 7)
    plain = matching.solve(**world)

    assert plain.places is None
    assert not {"tables", "venues"} & plain.report["certificate"].keys()
    assert reference.Reference(**world).best()[1] == {pair.newcomer: pair.volunteer for pair in plain.pairs}
