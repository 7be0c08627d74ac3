"""From rows of the open town to the engine's problem: who may be matched, how many places are free, who never."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from backend.pairs.models import Exclusion, Pair, Proposal
from backend.people import availability
from backend.people.availability import Window
from backend.people.models import Newcomer, Participant, Volunteer
from matching import BadValue
from matching import Newcomer as NewcomerRow
from matching import Volunteer as VolunteerRow


class UnusableRow(Exception):
    """What we know of one person cannot be used by the engine."""

    def __init__(self, person: Participant, why: BadValue) -> None:
        super().__init__(f"{person}: {why}")
        self.about = {"role": type(person).__name__.lower(), "id": str(person.pk), "fact": why.column}


@dataclass(frozen=True)
class Pool:
    """The frozen input of a round. Ids are those of the rows, as text.

    ``homes`` has the code of somebody's neighbourhood by id.
    """

    newcomers: list[NewcomerRow] = field(default_factory=list)
    volunteers: list[VolunteerRow] = field(default_factory=list)
    blocked: set[tuple[str, str]] = field(default_factory=set)
    homes: dict[str, str] = field(default_factory=dict)


def waiting() -> QuerySet[Newcomer]:
    """Who takes part, has no buddy and is not asked about one now; a pending proposal is superseded by the round."""
    asked = Proposal.objects.filter(state=Proposal.State.OFFERED).values("newcomer")
    paired = Pair.objects.current().values("newcomer")
    return Newcomer.objects.taking_part().exclude(pk__in=asked).exclude(pk__in=paired).select_related("neighbourhood")


def with_free_places() -> QuerySet[Volunteer]:
    """Volunteers who take part, with ``free``: capacity less pairs and less proposals that were offered."""
    return (
        Volunteer.objects.taking_part()
        .select_related("neighbourhood")
        .annotate(
            paired=Count("pairs", filter=Q(pairs__ended_on=None), distinct=True),
            asked=Count("proposals", filter=Q(proposals__state=Proposal.State.OFFERED), distinct=True),
        )
        .annotate(free=F("capacity") - F("paired") - F("asked"))
        .filter(free__gt=0)
    )


def free_places() -> dict[str, int]:
    """By id of a volunteer how many places are free now; those without any are left out."""
    return {str(each.pk): each.free for each in with_free_places()}  # type: ignore[attr-defined]


def of_town(those: QuerySet[Newcomer] | None = None) -> Pool:
    """Everything that the engine is told about the open town, in a handful of queries; or of ``those`` who wait only.

    Raises:
        UnusableRow: a fact about somebody is outside its range.
    """
    newcomers, volunteers = list(waiting() if those is None else those), list(with_free_places())
    weeks = availability.week_of([person.account_id for person in (*newcomers, *volunteers)])
    return Pool(
        newcomers=[_newcomer(person, weeks[person.account_id]) for person in newcomers],
        volunteers=[_volunteer(person, weeks[person.account_id]) for person in volunteers],
        blocked=excluded() | _themselves(newcomers, volunteers),
        homes={str(person.pk): person.neighbourhood.code for person in (*newcomers, *volunteers)},
    )


def excluded() -> set[tuple[str, str]]:
    """Ids of a newcomer and a volunteer who are kept apart until a coordinator lifts it."""
    rows = Exclusion.objects.filter(lifted_at=None).values_list("newcomer_id", "volunteer_id")
    return {(str(newcomer), str(volunteer)) for newcomer, volunteer in rows}


def _themselves(newcomers: Iterable[Newcomer], volunteers: Iterable[Volunteer]) -> set[tuple[str, str]]:
    """Somebody who learns and helps is never proposed to himself."""
    helping: dict[UUID, UUID] = {volunteer.account_id: volunteer.pk for volunteer in volunteers}
    return {(str(each.pk), str(helping[each.account_id])) for each in newcomers if each.account_id in helping}


def _person(person: Participant, week: Iterable[Window]) -> dict[str, object]:
    home = person.neighbourhood
    return {
        "id": str(person.pk),
        "municipality": person.municipality_id,
        "x": home.rd_x,
        "y": home.rd_y,
        "languages": frozenset(person.languages),
        "availability": tuple((w.weekday, w.starts_minute, w.ends_minute) for w in week),
        "max_distance_m": person.max_distance_m,
        "online": person.online,
        "gender": person.gender.lower(),
        "buddy_gender": person.buddy_gender.lower(),
        "interests": frozenset(word.lower() for word in person.interests),
        "goals": frozenset(word.lower() for word in person.goals),
    }


def _newcomer(person: Newcomer, week: Iterable[Window]) -> NewcomerRow:
    try:
        return NewcomerRow(
            **_person(person, week),  # type: ignore[arg-type]
            dutch_level=person.dutch_level,
            session_minutes=person.session_minutes,
            waiting_since=person.waiting_since,
        )
    except BadValue as why:
        raise UnusableRow(person, why) from why


def _volunteer(person: Volunteer, week: Iterable[Window]) -> VolunteerRow:
    free: int = person.free  # type: ignore[attr-defined]
    try:
        return VolunteerRow(
            **_person(person, week),  # type: ignore[arg-type]
            min_level=person.min_level,
            capacity=free,
        )
    except BadValue as why:
        raise UnusableRow(person, why) from why
