"""The frozen input of a round, under other names: who reads it later cannot tell who is who.

People get the numbers of their rows in the order of their ids, so equal rows give equal input, and ties that the
engine decides by id are decided as they were. The numbers of one round say nothing about those of the next.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from backend.pairs.problem import Pool
from matching import Newcomer, Volunteer

Row = TypeVar("Row", Newcomer, Volunteer)


@dataclass(frozen=True, kw_only=True)
class Frozen:
    """What the engine is given; ``newcomer_of`` and ``volunteer_of`` lead from an alias back to the row's id."""

    newcomers: list[Newcomer]
    volunteers: list[Volunteer]
    blocked: list[tuple[str, str]]
    pinned: list[tuple[str, str]]
    newcomer_of: dict[str, str]
    volunteer_of: dict[str, str]


def freeze(pool: Pool, pinned: Iterable[tuple[str, str]] = ()) -> Frozen:
    """The same pool, with an alias for everybody; blocked pairs of people who take no part are left out."""
    newcomer_of, volunteer_of = _aliases("n", pool.newcomers), _aliases("v", pool.volunteers)
    alias_n = {pk: alias for alias, pk in newcomer_of.items()}
    alias_v = {pk: alias for alias, pk in volunteer_of.items()}
    return Frozen(
        newcomers=_renamed(pool.newcomers, alias_n),
        volunteers=_renamed(pool.volunteers, alias_v),
        blocked=sorted((alias_n[n], alias_v[v]) for n, v in pool.blocked if n in alias_n and v in alias_v),
        pinned=sorted((alias_n[n], alias_v[v]) for n, v in pinned),
        newcomer_of=newcomer_of,
        volunteer_of=volunteer_of,
    )


def _aliases(letter: str, people: Iterable[Newcomer] | Iterable[Volunteer]) -> dict[str, str]:
    ids = sorted(person.id for person in people)
    width = max(4, len(str(len(ids))))
    return {f"{letter}{number:0{width}}": pk for number, pk in enumerate(ids, start=1)}


def _renamed(people: Iterable[Row], alias_of: dict[str, str]) -> list[Row]:
    renamed = [replace(person, id=alias_of[person.id]) for person in people]
    return sorted(renamed, key=lambda person: person.id)
