"""Who signs up in the past of a demo, and when: more in September than in summer, some only this week."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from backend.config.demo import characters, inhabitants
from backend.config.demo.crowd import Arrival, sign_up
from backend.config.demo.inhabitants import Town
from backend.config.demo.town import CULEMBORG
from backend.config.demo.world import World
from backend.people import registration
from backend.people.models import Account
from backend.people.registration import NewcomerDetails, VolunteerDetails

THE_NEWCOMER, THE_CANDIDATE, THE_VOLUNTEER = "the newcomer", "the candidate", "the volunteer"

# of a hundred: there from the first days, and come in the last three
AT_THE_START, JUST_NOW = 30, 12
SEASON = (130, 100, 100, 100, 100, 80, 50, 70, 160, 120, 100, 50)  # January first
WITH_HELP = 40  # of a hundred newcomers, a coordinator fills in the form with so many
CANDIDATE_CAME = 5  # days ago
ONE_BY_ONE = 150  # newcomers, and as many volunteers
END_OF_DAY = 21 * 60
NEWCOMERS_WITH_A_ROLE, VOLUNTEERS_WITH_A_ROLE = 3, 2  # the fixed characters


def plan(world: World, *, newcomers: int, volunteers: int, town: Town) -> None:
    """Let so many people sign up, the fixed characters among them."""
    _plan_characters(world)
    crowd: dict[date, list[Arrival]] = defaultdict(list)
    for number in range(volunteers - VOLUNTEERS_WITH_A_ROLE):
        helps = inhabitants.volunteer(number, seed=world.seed, town=town)
        _plan_one(world, number, _arrival(world, f"volunteer {number}", helps), crowd)
    for number in range(newcomers - NEWCOMERS_WITH_A_ROLE):
        learns = inhabitants.newcomer(number, seed=world.seed, town=town)
        _plan_one(world, number, _arrival(world, f"newcomer {number}", learns), crowd)
    for day, arrivals in crowd.items():
        world.story.at(day, END_OF_DAY, partial(_crowd, world, arrivals))


def _arrival(world: World, key: str, about: NewcomerDetails | VolunteerDetails) -> Arrival:
    return Arrival(key=key, about=about, request_id=world.request(key))


def _plan_one(world: World, number: int, arrival: Arrival, crowd: dict[date, list[Arrival]]) -> None:
    """The first signs up by the same deed as in reality; in a large demo the others come in as a crowd."""
    chance = world.dice("arrival of", arrival.key)
    day = _day_of_arrival(world, chance)
    needs_help = isinstance(arrival.about, NewcomerDetails) and chance.randrange(100) < WITH_HELP
    arrival = replace(arrival, helped_by=world.staff.coordinator if needs_help else None)
    if number < ONE_BY_ONE:
        world.story.at(day, chance.randrange(9 * 60, END_OF_DAY), partial(_one, world, arrival))
    else:
        crowd[day].append(arrival)


def _crowd(world: World, arrivals: list[Arrival], now: datetime) -> None:
    world.keys |= sign_up(arrivals, now)


def _one(world: World, arrival: Arrival, now: datetime) -> None:
    if isinstance(arrival.about, NewcomerDetails):
        _newcomer(world, arrival.key, arrival.about, now, helped_by=arrival.helped_by)
    elif isinstance(arrival.about, VolunteerDetails):
        _volunteer(world, arrival.key, arrival.about, now)


def _plan_characters(world: World) -> None:
    first, noon = world.first_day, 12 * 60
    at, about = world.story.at, characters
    at(first, noon, partial(_volunteer, world, THE_VOLUNTEER, about.THE_VOLUNTEER))
    at(first, noon, partial(_newcomer, world, THE_NEWCOMER, about.THE_NEWCOMER))
    at(first, noon, partial(_learner_who_helps_later, world))
    helped = partial(_newcomer, world, THE_CANDIDATE, about.THE_CANDIDATE, helped_by=world.staff.coordinator)
    at(world.day(CANDIDATE_CAME), noon, helped)


def _learner_who_helps_later(world: World, now: datetime) -> None:
    key = "the learner who helps"
    person = _newcomer(world, key, characters.THE_LEARNER_WHO_HELPS, now)
    half_way = world.first_day + (world.today - world.first_day) / 2
    helps = partial(_volunteer, world, f"{key}, helping", characters.THE_HELP_OF_A_LEARNER, account=person)
    world.story.at(half_way, 20 * 60, helps)


def _day_of_arrival(world: World, chance: Random) -> date:
    kind = chance.randrange(100)
    if kind < AT_THE_START:
        return world.first_day + timedelta(days=chance.randrange(5))
    if kind >= 100 - JUST_NOW:
        return world.day(chance.randrange(1, 4))
    through = (world.today - world.first_day).days - 3
    days = [world.first_day + timedelta(days=later) for later in range(5, through)]
    return chance.choices(days, weights=[SEASON[day.month - 1] for day in days])[0]


def _newcomer(
    world: World, key: str, about: NewcomerDetails, now: datetime, *, helped_by: Account | None = None
) -> Account:
    made = registration.register_newcomer(
        town=CULEMBORG, about=about, request_id=world.request(key), now=now, registered_by=helped_by
    )
    world.keys[made.pk] = key
    return made.account


def _volunteer(
    world: World, key: str, about: VolunteerDetails, now: datetime, *, account: Account | None = None
) -> None:
    made = registration.register_volunteer(
        town=CULEMBORG, about=about, request_id=world.request(key), now=now, account=account
    )
    world.keys[made.pk] = key
