"""Fill an empty town with invented people and let some months pass."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django_scopes import scope

from backend.config.demo import arrivals, duties, town
from backend.config.demo.chance import dice
from backend.config.demo.guidance import Guidance
from backend.config.demo.inhabitants import Town
from backend.config.demo.matchmaking import Matchmaking
from backend.config.demo.quiet import settle, without_kicks
from backend.config.demo.tables import LanguageTables
from backend.config.demo.together import Company
from backend.config.demo.world import World
from backend.meetings.models import HoursEntry, Meeting
from backend.pairs.models import LanguageTable, Pair, Proposal
from backend.people.models import Newcomer, Volunteer
from backend.places.clock import local_today

LONGEST_PAST_WEEKS, SHORTEST_PAST_WEEKS = 14, 5
PEOPLE_TIMES_WEEKS = 2_400  # a large demo has a short past, so that it loads in a minute or two
MANY = 500  # from here on a query plan for empty tables makes a difference
FEWEST_NEWCOMERS, FEWEST_VOLUNTEERS = 3, 2


class PeopleAlready(Exception):
    """Somebody takes part in the programme of this town: a demo would mix with them."""


class TooFewPeople(Exception):
    """A demo has at least its fixed characters."""


@dataclass(frozen=True, kw_only=True)
class Contents:
    """How much there is of everything, in the town of the demo."""

    newcomers: int
    volunteers: int
    current_pairs: int
    ended_pairs: int
    open_proposals: int
    meetings: int
    ledger_lines: int
    obligations: int


def populate(
    *,
    now: datetime,
    newcomers: int = 60,
    volunteers: int = 40,
    seed: int = 2026,
    weeks: int | None = None,
    with_duties: bool = True,
) -> Contents:
    """Fill the town; with the same seed, sizes and day it becomes the same town. All or nothing.

    ``weeks`` is the length of the past, at least 3; the more people, the shorter it is by default.
    ``with_duties`` puts some volunteers under a duty, where this process may write behind the wall.

    Raises:
        PeopleAlready: the town has newcomers or volunteers.
        TooFewPeople: fewer newcomers or volunteers than the fixed characters.
    """
    if newcomers < FEWEST_NEWCOMERS or volunteers < FEWEST_VOLUNTEERS:
        raise TooFewPeople
    today = local_today(now)
    first_day = today - timedelta(weeks=weeks or _weeks(newcomers + volunteers))
    with without_kicks(), _all_or_nothing(), scope(municipality=town.CULEMBORG):
        if is_inhabited():
            raise PeopleAlready
        homes = Town.of(town.build(since=first_day))
        staff = town.hire(since=first_day, houses=town.open_centres())
        world = World(seed=seed, first_day=first_day, today=today, staff=staff)
        arrivals.plan(world, newcomers=newcomers, volunteers=volunteers, town=homes)
        company = Company(world)
        company.plan()
        Matchmaking(world, company).plan()
        LanguageTables(world).plan()
        Guidance(world).plan()
        if newcomers + volunteers > MANY:
            _plan_statistics(world)
        with _ids_from(seed):
            world.story.tell(until=now)
        obligations = duties.impose(world) if with_duties and settings.DESK else []
        settle(town=town.CULEMBORG, now=now)
        return _contents(obligations=len(obligations))


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    """On both sides of the wall, where this process may write on both."""
    with ExitStack() as transactions:
        for alias in settings.DATABASES:
            transactions.enter_context(transaction.atomic(using=alias))
        yield


def is_inhabited() -> bool:
    """Whether the open town has newcomers or volunteers."""
    return Newcomer.objects.exists() or Volunteer.objects.exists()


def _weeks(people: int) -> int:
    return max(SHORTEST_PAST_WEEKS, min(LONGEST_PAST_WEEKS, PEOPLE_TIMES_WEEKS // people))


def _plan_statistics(world: World) -> None:
    """Tell PostgreSQL every week how large the tables are by now: it cannot see it before this is committed."""
    day = world.first_day
    while day < world.today:
        day += timedelta(weeks=1)
        world.story.at(day, 0, _analyze)


def _analyze(_now: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _drawn_id(chance: Random) -> UUID:
    return UUID(int=chance.getrandbits(128), version=4)


@contextmanager
def _ids_from(seed: int) -> Iterator[None]:
    """Newcomers, volunteers and tables get ids that follow from the seed, for these decide ties in a round."""
    people, tables = dice(seed, "ids"), dice(seed, "ids of tables")
    fields = {Newcomer.id.field: people, Volunteer.id.field: people, LanguageTable.id.field: tables}
    for field, chance in fields.items():
        field.get_default = partial(_drawn_id, chance)  # type: ignore[method-assign]
    try:
        yield
    finally:
        for field in fields:
            del field.get_default


def _contents(*, obligations: int) -> Contents:
    return Contents(
        newcomers=Newcomer.objects.count(),
        volunteers=Volunteer.objects.count(),
        current_pairs=Pair.objects.current().count(),
        ended_pairs=Pair.objects.exclude(ended_on=None).count(),
        open_proposals=Proposal.objects.open().count(),
        meetings=Meeting.objects.count(),
        ledger_lines=HoursEntry.objects.count(),
        obligations=obligations,
    )
