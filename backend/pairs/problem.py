"""From rows of the open town to the engine's problem: who may be matched, how many places are free, who never."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Count, F, FilteredRelation, Q, QuerySet

from backend.pairs.models import Exclusion, LanguageTable, Pair, Proposal, TableLeader, TableOffer, TableSeat
from backend.pairs.rooms import Rooms
from backend.people import availability
from backend.people.models import Newcomer, Volunteer
from matching import BadValue, Groups, Table, Venues
from matching import Newcomer as NewcomerRow
from matching import Volunteer as VolunteerRow
from matching.time_windows import Window

# Thousands of people are read for one page, so as bare rows of these columns and not as models.
OF_BOTH = (
    *("pk", "municipality_id", "account_id", "neighbourhood__code", "neighbourhood__rd_x", "neighbourhood__rd_y"),
    *("languages", "max_distance_m", "online", "gender", "buddy_gender", "interests", "goals", "needs_house"),
)
OF_NEWCOMERS = (*OF_BOTH, "dutch_level", "session_minutes", "waiting_since", "joins_tables", "mother_tongue")
OF_VOLUNTEERS = (*OF_BOTH, "min_level", "free")
Told = Any  # a named tuple of these columns


class UnusableRow(Exception):
    """What we know of one person cannot be used by the engine."""

    def __init__(self, role: str, person_id: UUID, why: BadValue) -> None:
        super().__init__(f"{role} {person_id}: {why}")
        self.about = {"role": role, "id": str(person_id), "fact": why.column}


@dataclass(frozen=True)
class Pool:
    """The frozen input of a round. Ids are those of the rows, as text.

    ``homes`` has the code of somebody's neighbourhood by id; ``groups`` are the language tables, ``venues`` the
    houses with tables for pairs.
    """

    newcomers: list[NewcomerRow] = field(default_factory=list)
    volunteers: list[VolunteerRow] = field(default_factory=list)
    blocked: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)
    groups: Groups = field(default_factory=lambda: Groups(tables=()))
    venues: Venues = field(default_factory=lambda: Venues(venues=()))


def waiting() -> QuerySet[Newcomer]:
    """Who takes part, has neither buddy nor seat, and is not asked about one now.

    A pending proposal is superseded by the round.
    """
    asked = Proposal.objects.filter(state=Proposal.State.OFFERED).values("newcomer")
    paired = Pair.objects.current().values("newcomer")
    offered = TableOffer.objects.open().values("newcomer")
    seated = TableSeat.objects.current().values("newcomer")
    busy = Q(pk__in=asked) | Q(pk__in=paired) | Q(pk__in=offered) | Q(pk__in=seated)
    return Newcomer.objects.taking_part().exclude(busy)


def with_free_places() -> QuerySet[Any]:
    """Volunteers who take part, with ``free``: capacity less pairs and less proposals that were offered."""
    return (
        Volunteer.objects.taking_part()
        .annotate(
            current=FilteredRelation("pairs", condition=Q(pairs__ended_on=None)),
            offered=FilteredRelation("proposals", condition=Q(proposals__state=Proposal.State.OFFERED)),
        )
        .annotate(paired=Count("current", distinct=True), asked=Count("offered", distinct=True))
        .annotate(free=F("capacity") - F("paired") - F("asked"))
        .filter(free__gt=0)
    )


def free_places() -> dict[str, int]:
    """By id of a volunteer how many places are free now; those without any are left out."""
    return {str(volunteer): free for volunteer, free in with_free_places().values_list("pk", "free")}


def of_town() -> Pool:
    """Everything that the engine is told about the open town, in a handful of queries.

    Raises:
        UnusableRow: a fact about somebody is outside its range.
    """
    newcomers, volunteers = _learning(waiting()), _helping()
    return replace(
        _people(newcomers, volunteers),
        homes={str(person.pk): person.neighbourhood__code for person in (*newcomers, *volunteers)},
        groups=Groups(
            tables=tables(),
            willing=frozenset(str(person.pk) for person in newcomers if person.joins_tables),
            mother_tongue={str(person.pk): person.mother_tongue for person in newcomers if person.mother_tongue},
        ),
        venues=Venues(
            venues=Rooms().venues(),
            newcomers=frozenset(str(person.pk) for person in newcomers if person.needs_house),
            volunteers=frozenset(str(person.pk) for person in volunteers if person.needs_house),
        ),
    )


def of_some(those: QuerySet[Newcomer]) -> Pool:
    """Some newcomers and everybody who could help them, for a choice by hand: without houses, language tables and
    the neighbourhoods that a round counts by.

    Raises:
        UnusableRow: a fact about somebody is outside its range.
    """
    return _people(_learning(those), _helping())


def _learning(those: QuerySet[Newcomer]) -> list[Told]:
    return list(those.values_list(*OF_NEWCOMERS, named=True))


def _helping() -> list[Told]:
    return list(with_free_places().values_list(*OF_VOLUNTEERS, named=True))


def _people(newcomers: Sequence[Told], volunteers: Sequence[Told]) -> Pool:
    weeks = availability.plain_weeks_of([person.account_id for person in (*newcomers, *volunteers)])
    return Pool(
        newcomers=[_newcomer(person, weeks[person.account_id]) for person in newcomers],
        volunteers=[_volunteer(person, weeks[person.account_id]) for person in volunteers],
        blocked=excluded() | _themselves(newcomers, volunteers),
    )


def excluded(*, openly: bool = False) -> set[tuple[str, str]]:
    """Ids of a newcomer and a volunteer who are kept apart; ``openly``: only where coordinators may know it."""
    rows = Exclusion.objects.filter(lifted_at=None)
    if openly:
        rows = rows.exclude(cause=Exclusion.Cause.SEALED)
    return {
        (str(newcomer), str(volunteer)) for newcomer, volunteer in rows.values_list("newcomer_id", "volunteer_id")
    }


def tables() -> list[Table]:
    """The language tables that go on, with their free seats; one whose house has no place on the map is left out.

    A table that waits until its house is known again does no harm; an unusable row would stop the whole round.
    """
    rows = LanguageTable.objects.going_on().with_seats().select_related("centre__neighbourhood").order_by("pk")
    rows = rows.filter(centre__neighbourhood__rd_x__isnull=False, centre__closed_on=None, table_leaders__isnull=False)
    leaders: dict[UUID, set[str]] = {}
    for table, volunteer in TableLeader.objects.values_list("table", "volunteer"):
        leaders.setdefault(table, set()).add(str(volunteer))
    seated: dict[UUID, list[str]] = {}
    current = TableSeat.objects.current().exclude(newcomer__mother_tongue="")
    for table, tongue in current.order_by("pk").values_list("table", "newcomer__mother_tongue"):
        seated.setdefault(table, []).append(tongue)
    return [_table(row, leaders[row.pk], seated.get(row.pk, [])) for row in rows.distinct()]


def _table(row: LanguageTable, leaders: set[str], seated: list[str]) -> Table:
    home, free = row.centre.neighbourhood, row.free  # type: ignore[attr-defined]
    return Table(
        id=str(row.pk),
        municipality=row.municipality_id,
        x=home.rd_x or 0,
        y=home.rd_y or 0,
        languages=frozenset(row.languages),
        sessions=((row.weekday, row.starts_minute, row.ends_minute),),
        seats=max(0, free),
        volunteers=frozenset(leaders),
        min_level=row.min_level,
        max_level=row.max_level,
        gender="f" if row.women_only else "",
        most_per_language=row.most_per_language,
        seated=tuple(sorted(seated)),
        goals=frozenset(goal.lower() for goal in row.goals),
    )


def _themselves(newcomers: Iterable[Told], volunteers: Iterable[Told]) -> set[tuple[str, str]]:
    """Somebody who learns and helps is never proposed to himself."""
    helping: dict[UUID, UUID] = {volunteer.account_id: volunteer.pk for volunteer in volunteers}
    return {(str(each.pk), str(helping[each.account_id])) for each in newcomers if each.account_id in helping}


def _person(person: Told, week: Iterable[Window]) -> dict[str, Any]:
    return {
        "id": str(person.pk),
        "municipality": person.municipality_id,
        "x": person.neighbourhood__rd_x,
        "y": person.neighbourhood__rd_y,
        "languages": frozenset(person.languages),
        "availability": tuple(week),
        "max_distance_m": person.max_distance_m,
        "online": person.online,
        "gender": person.gender.lower(),
        "buddy_gender": person.buddy_gender.lower(),
        "interests": frozenset(word.lower() for word in person.interests),
        "goals": frozenset(word.lower() for word in person.goals),
    }


def _newcomer(person: Told, week: Iterable[Window]) -> NewcomerRow:
    try:
        return NewcomerRow(
            **_person(person, week),
            dutch_level=person.dutch_level,
            session_minutes=person.session_minutes,
            waiting_since=person.waiting_since,
        )
    except BadValue as why:
        raise UnusableRow("newcomer", person.pk, why) from why


def _volunteer(person: Told, week: Iterable[Window]) -> VolunteerRow:
    try:
        return VolunteerRow(**_person(person, week), min_level=person.min_level, capacity=person.free)
    except BadValue as why:
        raise UnusableRow("volunteer", person.pk, why) from why
