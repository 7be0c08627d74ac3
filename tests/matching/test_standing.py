"""People come and go, and at every moment the round stands as if it had been solved from the start."""

from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Options, certificate, generate, problem, solution, standing
from matching.group_rows import Groups
from matching.problem import BadProblem
from matching.queue import NOBODY
from matching.standing import Standing
from matching.stopwatch import Stopwatch
from matching.venue_rows import Venues
from tests.matching.people import NEXT_TOWN, TOWN, different, newcomer, random_newcomer, random_volunteer, volunteer


class Round:
    """A standing round beside the people who are in it."""

    def __init__(self, random, most):
        self.random = random
        self.newcomers = different(random_newcomer, random, 0, most)
        self.volunteers = different(random_volunteer, random, 0, most)
        self.later = different(random_newcomer, random, most, most), different(random_volunteer, random, most, most)
        everybody = [*self.newcomers, *self.later[0]], [*self.volunteers, *self.later[1]]
        pairs = [(n.id, v.id) for n in everybody[0] for v in everybody[1]]
        self.blocked = random.sample(pairs, min(len(pairs), random.randint(0, 6)))
        joint = random.choice([(), (frozenset({TOWN, NEXT_TOWN}),)])
        self.options = Options(joint=joint, online_across=random.random() < 0.3)
        self.standing = Standing(self.newcomers, self.volunteers, self.blocked, self.options)

    def change(self):
        """Somebody comes or goes."""
        side = self.random.randrange(2)
        here, later = (self.newcomers, self.volunteers)[side], self.later[side]
        add = (self.standing.add, self.standing.add_volunteer)[side]
        remove = (self.standing.remove, self.standing.remove_volunteer)[side]
        if later and self.random.random() < 0.6:
            person = later.pop()
            if person.id not in {one.id for one in here}:
                here.append(person)
                add(person)
        elif here:
            person = here.pop(self.random.randrange(len(here)))
            remove(person.id)

    def afresh(self):
        return solution.optimum(
            problem.make(self.newcomers, self.volunteers, self.blocked, self.options), Stopwatch()
        )


def holds(stands, solved):
    """Everything that the two say, side by side."""
    whole, seat = solved.problem, solved.chosen.seat
    ids, others = whole.newcomers.ids, whole.volunteers.ids
    assert {one for one in ids if stands.is_matched(one)} == {ids[row] for row in (seat != NOBODY).nonzero()[0]}
    assert stands.score == int(solved.chosen.gain.sum() + solved.chosen.price @ whole.volunteers.capacity)
    assert stands.pairs() == {ids[n]: others[v] for n, v in enumerate(seat.tolist()) if v != NOBODY}
    assert stands.certificate() == certificate.of(whole, solved.kept, solved.chosen)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_after_every_change_it_stands_as_if_solved_again(seed):
    changing = Round(Random(seed), 9)
    for _ in range(8):
        changing.change()
        holds(changing.standing, changing.afresh())


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_after_many_changes_that_nobody_asked_about(seed):
    changing = Round(Random(seed), 30)
    for _ in range(45):
        changing.change()
    holds(changing.standing, changing.afresh())


def test_a_town_through_which_people_come_and_go():
    people = generate.population(newcomers=700, volunteers=450, municipalities=2, seed=5)
    random, gone = Random(5), []
    stands = Standing(people.newcomers[:600], people.volunteers, people.blocked)
    here = list(people.newcomers[:600])
    for person in people.newcomers[600:]:
        stands.add(person)
        here.append(person)
        gone.append(here.pop(random.randrange(len(here))))
        stands.remove(gone[-1].id)

    holds(stands, solution.optimum(problem.make(here, people.volunteers, people.blocked), Stopwatch()))
    assert len(gone) == 100


def test_who_waited_longer_takes_the_place_of_who_came_last():
    first, last = newcomer("first", waiting_since=date(2026, 1, 1)), newcomer("last")
    stands = Standing([last], [volunteer("one")])

    stands.add(first)
    assert stands.pairs() == {"first": "one"}

    stands.remove("first")
    assert stands.pairs() == {"last": "one"}


def test_a_volunteer_who_leaves_seats_people_elsewhere_and_one_who_comes_gives_places():
    stands = Standing([newcomer("a"), newcomer("b")], [volunteer("near"), volunteer("far", x=138_000, capacity=2)])
    assert stands.pairs() == {"a": "far", "b": "near"} or stands.pairs() == {"a": "near", "b": "far"}

    stands.remove_volunteer("near")
    assert stands.pairs() == {"a": "far", "b": "far"}

    stands.remove_volunteer("far")
    assert stands.pairs() == {}

    stands.add_volunteer(volunteer("new"))
    assert stands.pairs() == {"a": "new"}


def test_whoever_misses_a_fact_takes_no_part():
    stands = Standing([], [volunteer()])

    stands.add(newcomer("unknown", availability=()))

    assert not stands.is_matched("unknown")
    assert stands.pairs() == {}
    stands.remove("unknown")


def test_new_words_towns_and_more_people_than_there_was_room_for():
    stands = Standing([], [])
    waiting, helping = [], []
    for number in range(300):
        code = "".join("abcdefghij"[int(digit)] for digit in f"{number:03}")
        facts = {
            "languages": frozenset({code}),
            "municipality": f"GM{number % 90:04}",
            "interests": frozenset({code}),
        }
        waiting.append(newcomer(f"n{number}", **facts))
        helping.append(volunteer(f"v{number}", **facts))
        stands.add_volunteer(helping[-1])
        stands.add(waiting[-1])

    holds(stands, solution.optimum(problem.make(waiting, helping), Stopwatch()))
    assert len(stands.pairs()) == 300


def test_many_between_the_same_two_neighbours_keep_their_order():
    stands = Standing([newcomer("0"), newcomer("z")], [volunteer(capacity=1)])
    for number in range(60, 0, -1):
        stands.add(newcomer(f"a{number:02}"))
    stands.remove("0")

    assert stands.pairs() == {"a01": "v1"}


def test_the_plain_way_solves_again_and_says_the_same(monkeypatch):
    monkeypatch.setattr(standing, "find_spec", lambda _name: None)
    changing = Round(Random(11), 9)
    for _ in range(6):
        changing.change()
        holds(changing.standing, changing.afresh())


def test_an_id_stands_once_and_pins_are_refused():
    stands = Standing([newcomer()], [volunteer()])

    with pytest.raises(BadProblem, match="stands twice among the newcomers"):
        stands.add(newcomer())
    with pytest.raises(BadProblem, match="stands twice among the volunteers"):
        stands.add_volunteer(volunteer())
    with pytest.raises(ValueError, match="pinned"):
        Standing([], [], options=replace(Options(), pinned=(("n1", "v1"),)))


@pytest.mark.parametrize("places", [{"venues": Venues(venues=[])}, {"groups": Groups(tables=[])}])
def test_venues_and_language_tables_are_refused_rather_than_passed_over(places):
    with pytest.raises(ValueError, match="solve such a round anew"):
        Standing([], [], options=replace(Options(), **places))
