"""The frozen input of a round, under other names: who reads it later cannot tell who is who.

People get the numbers of their rows in the order of their ids, so equal rows give equal input, and ties that the
engine decides by id are decided as they were. The numbers of one round say nothing about those of the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from backend.pairs.problem import Pool
from matching import Groups, Newcomer, Venues, Volunteer

Row = TypeVar("Row", Newcomer, Volunteer)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What the engine is given; ``newcomer_of``, ``volunteer_of`` and ``table_of`` lead from an alias to the id."""

    newcomers: list[Newcomer]
    volunteers: list[Volunteer]
    blocked: list[tuple[str, str]]
    pinned: list[tuple[str, str]]
    newcomer_of: dict[str, str]
    volunteer_of: dict[str, str]
    table_of: dict[str, str]
    groups: Groups | None
    venues: Venues | None
    house_of: dict[str, str]


def freeze(pool: Pool, pinned: Iterable[tuple[str, str]] = ()) -> Frozen:
    """The same pool, with an alias for everybody; blocked pairs of people who take no part are left out.

    Who leads a table and helps nobody more has a name of his or her own too, so that blocked pairs hold there.
    """
    newcomer_of = _aliases("n", [person.id for person in pool.newcomers])
    volunteer_of = _aliases("v", [person.id for person in pool.volunteers])
    leading = {one for table in pool.groups.tables for one in table.volunteers} - set(volunteer_of.values())
    alias_n, alias_v = _turned(newcomer_of), _turned(volunteer_of) | _turned(_aliases("l", leading))
    table_of = _aliases("t", [table.id for table in pool.groups.tables])
    house_of = _aliases("h", [venue.id for venue in pool.venues.venues])
    return Frozen(
        newcomers=_renamed(pool.newcomers, alias_n),
        volunteers=_renamed(pool.volunteers, alias_v),
        blocked=sorted((alias_n[n], alias_v[v]) for n, v in pool.blocked if n in alias_n and v in alias_v),
        pinned=sorted((alias_n[n], alias_v[v]) for n, v in pinned),
        newcomer_of=newcomer_of,
        volunteer_of=volunteer_of,
        table_of=table_of,
        groups=_groups(pool.groups, alias_n, alias_v, _turned(table_of)),
        venues=_venues(pool.venues, alias_n, alias_v, _turned(house_of)),
        house_of=house_of,
    )


def _groups(
    given: Groups, alias_n: dict[str, str], alias_v: dict[str, str], alias_t: dict[str, str]
) -> Groups | None:
    """The tables under their aliases; None in a town without any: its round is a round of people alone."""
    if not given.tables:
        return None
    tables = [
        replace(table, id=alias_t[table.id], volunteers=frozenset(alias_v[one] for one in table.volunteers))
        for table in given.tables
    ]
    return Groups(
        tables=sorted(tables, key=lambda table: table.id),
        willing=frozenset(alias_n[one] for one in given.willing),
        mother_tongue={alias_n[one]: code for one, code in given.mother_tongue.items()},
    )


def _venues(
    given: Venues, alias_n: dict[str, str], alias_v: dict[str, str], alias_h: dict[str, str]
) -> Venues | None:
    """The houses under their aliases; None when nobody can meet there only: who needs none may meet anywhere."""
    if not given.newcomers and not given.volunteers:
        return None
    return Venues(
        venues=sorted((replace(one, id=alias_h[one.id]) for one in given.venues), key=lambda one: one.id),
        newcomers=frozenset(alias_n[one] for one in given.newcomers),
        volunteers=frozenset(alias_v[one] for one in given.volunteers),
    )


def _turned(of: dict[str, str]) -> dict[str, str]:
    return {pk: alias for alias, pk in of.items()}


def _aliases(letter: str, pks: Iterable[str]) -> dict[str, str]:
    ids = sorted(pks)
    width = max(4, len(str(len(ids))))
    return {f"{letter}{number:0{width}}": pk for number, pk in enumerate(ids, start=1)}


def _renamed(people: Iterable[Row], alias_of: dict[str, str]) -> list[Row]:
    renamed = [replace(person, id=alias_of[person.id]) for person in people]
    return sorted(renamed, key=lambda person: person.id)
