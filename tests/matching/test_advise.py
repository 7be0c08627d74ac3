"""Whom to recruit: what the advice promises happens when that volunteer comes."""

from dataclasses import replace
from datetime import date

from hypothesis import given, settings

import matching
from matching import Volunteer, generate
from matching.advise import DAY_PARTS, DAYS, REACH_M
from tests.matching.people import DAY, TOWN, free, newcomer, volunteer, worlds


def recruit(advice):
    """The volunteer that an advice is about."""
    return Volunteer(
        id="recruited",
        municipality=advice.municipality,
        x=advice.x,
        y=advice.y,
        languages=frozenset({advice.language} - {""}),
        availability=tuple((day, *DAY_PARTS[advice.day_part]) for day in DAYS[advice.days]),
        max_distance_m=REACH_M,
        gender=advice.gender,
        capacity=advice.places,
    )


def gained(world, advice):
    more = world | {"volunteers": [*world["volunteers"], recruit(advice)]}
    before = {pair.newcomer for pair in matching.solve(**world).pairs}
    return {pair.newcomer for pair in matching.solve(**more).pairs} - before


def waited(world, ids):
    return sum((world["day"] - person.waiting_since).days for person in world["newcomers"] if person.id in ids)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_an_advice_keeps_its_promise(world):
    for advice in matching.advise(**world):
        more = gained(world, advice)
        assert (advice.more_people, advice.waiting_days) == (len(more), waited(world, more))
        assert more
        for language in advice.or_languages:
            as_many = gained(world, replace(advice, language=language))
            assert len(as_many) >= len(more)
            assert waited(world, as_many) >= advice.waiting_days


def test_the_advice_of_a_whole_town_keeps_its_promise_and_the_best_stands_first():
    people = generate.population(newcomers=200, volunteers=100, municipalities=2, seed=3)
    world = {"newcomers": people.newcomers, "volunteers": people.volunteers, "blocked": people.blocked}
    world["day"] = generate.DAY

    advices = matching.advise(**world, top=5)

    assert len(advices) == 5
    assert advices == sorted(advices, key=lambda a: (-a.more_people, -a.waiting_days))
    for advice in advices:
        more = gained(world, advice)
        assert (advice.more_people, advice.waiting_days) == (len(more), waited(world, more))


def test_it_names_the_hour_the_language_and_the_gender_that_are_short():
    woman = newcomer(
        languages=frozenset({"tir"}),
        availability=free("wed 18:00-21:00"),
        buddy_gender="f",
        waiting_since=date(2026, 11, 13),
    )

    (advice,) = matching.advise([woman, replace(woman, id="n2")], [volunteer(gender="m")], day=DAY)

    assert (advice.language, advice.days, advice.day_part, advice.gender) == ("tir", "weekdays", "evening", "f")
    assert (advice.municipality, advice.x, advice.y) == (TOWN, 136_500, 456_500)
    assert (advice.more_people, advice.waiting_days) == (2, 20)


def test_it_asks_for_no_more_than_is_needed():
    (advice,) = matching.advise([newcomer(dutch_level="B1")], [], day=DAY)

    assert (advice.language, advice.gender) == ("", "")


def test_a_place_that_someone_else_would_leave_counts_too():
    """The new volunteer cannot help the one who waits, but takes over somebody whose place then comes free."""
    waits = newcomer("late", availability=free("mon 06:00-08:00"))
    holds = newcomer("early", availability=free("mon 06:00-08:00", "tue 18:00-21:00"), waiting_since=date(2025, 1, 1))

    (advice,) = matching.advise([waits, holds], [volunteer(availability=free("mon 06:00-08:00"))], day=DAY)

    assert (advice.day_part, advice.more_people) == ("evening", 1)


def test_when_everybody_has_a_match_there_is_nothing_to_advise():
    assert matching.advise([newcomer()], [volunteer()], day=DAY) == []
    assert matching.advise([], [], day=DAY) == []
