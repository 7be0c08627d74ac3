"""The population that does not exist looks like the one that does (docs/matching.md, "Generated people")."""

import pytest

from matching import generate


def share(people, is_so):
    return sum(map(is_so, people)) / len(people)


@pytest.fixture(scope="module")
def people():
    return generate.population(newcomers=3000, volunteers=3000, municipalities=4, seed=11)


def test_the_same_seed_gives_the_same_people():
    one, again, other = (generate.population(50, 40, 3, seed) for seed in (1, 1, 2))

    assert (one.newcomers, one.volunteers, one.blocked) == (again.newcomers, again.volunteers, again.blocked)
    assert one.newcomers != other.newcomers


def test_it_has_the_shares_of_the_field(people):
    assert share(people.newcomers, lambda n: n.dutch_level in ("A0", "A1")) == pytest.approx(0.42, abs=0.03)
    women = [n for n in people.newcomers if n.gender == "f"]
    assert share(women, lambda n: n.buddy_gender == "f") == pytest.approx(0.24, abs=0.03)
    assert share(people.volunteers, lambda v: v.capacity == 1) == pytest.approx(0.62, abs=0.03)
    waits = sorted((generate.DAY - n.waiting_since).days for n in people.newcomers)
    assert waits[1500] == pytest.approx(63, abs=6)


def test_volunteers_are_free_by_day_and_many_newcomers_only_in_the_evening(people):
    def in_the_evening(person):
        return bool(person.availability) and all(starts >= 17 * 60 for _, starts, _ in person.availability)

    assert share(people.newcomers, in_the_evening) > 1.5 * share(people.volunteers, in_the_evening)


def test_some_facts_are_missing_and_some_pairs_are_blocked(people):
    assert 0 < share(people.newcomers, lambda n: bool(n.missing)) < 0.06
    assert {"place", "availability"} <= {fact for n in people.newcomers for fact in n.missing}
    assert len(people.blocked) > 100


def test_the_first_town_is_the_largest(people):
    towns = [n.municipality for n in people.newcomers]

    assert sorted(set(towns)) == ["GM9000", "GM9001", "GM9002", "GM9003"]
    assert towns.count("GM9000") == max(map(towns.count, set(towns)))


@pytest.mark.parametrize("numbers", [(-1, 5, 1), (5, -1, 1), (5, 5, 0), (5, 5, 1001)])
def test_numbers_that_make_no_sense_are_refused(numbers):
    with pytest.raises(ValueError, match="at least 0 people"):
        generate.population(*numbers, seed=1)


def test_nobody_at_all_is_a_population_too():
    assert generate.population(0, 3, 1, 1).newcomers == []
    assert generate.population(3, 0, 1, 1).blocked == []
