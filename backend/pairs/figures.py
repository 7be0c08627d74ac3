"""Figures of a round by group: who got a pair and who waits, for how long, where. Nothing of fewer than five people.

A group that could be worked out from the sum, since it is the only one that is not told, takes the next smallest
with it.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from datetime import date
from statistics import median
from typing import Any

import matching
from backend.pairs.problem import Pool

SMALLEST = 5
Groups = Callable[[matching.Newcomer], Iterable[str]]


def told(count: int) -> int | None:
    """The count, or None for fewer than five people; nobody is nobody."""
    return count if count >= SMALLEST or not count else None


def of(pool: Pool, matched: Collection[str], *, day: date) -> dict[str, Any]:
    """Plain values for the report; ``matched`` holds row ids of newcomers, days are waited up to ``day``."""
    return {
        "neighbourhoods": _by_neighbourhood(pool),
        "everybody": _compared(pool.newcomers, matched, day, lambda _person: [""]),
        "language": _compared(pool.newcomers, matched, day, lambda person: person.languages),
        "gender": _compared(pool.newcomers, matched, day, lambda person: [person.gender]),
        "level": _compared(pool.newcomers, matched, day, lambda person: [person.dutch_level]),
        "neighbourhood": _compared(pool.newcomers, matched, day, lambda person: [pool.homes[person.id]]),
    }


def _by_neighbourhood(pool: Pool) -> list[dict[str, Any]]:
    """By code of a neighbourhood how many people wait, and how many places are free."""
    waiting = Counter(pool.homes[person.id] for person in pool.newcomers)
    places: Counter[str] = Counter()
    for volunteer in pool.volunteers:
        places[pool.homes[volunteer.id]] += volunteer.capacity
    codes = sorted({*waiting, *places})
    return [{"code": code, "waiting": told(waiting[code]), "places": told(places[code])} for code in codes]


def _compared(
    newcomers: Iterable[matching.Newcomer], matched: Collection[str], day: date, groups: Groups
) -> list[dict[str, Any]]:
    """How many of each group got a pair and how many did not, with the days that one in the middle has waited."""
    waited: dict[bool, dict[str, list[int]]] = {True: {}, False: {}}
    for person in newcomers:
        for group in groups(person):
            days = waited[person.id in matched].setdefault(group, [])
            days.append((day - person.waiting_since).days)
    cells = {is_matched: _cells(of_group) for is_matched, of_group in waited.items()}
    nobody = _cell([])
    rows: list[dict[str, Any]] = [
        {"group": group, "matched": cells[True].get(group, nobody), "unmatched": cells[False].get(group, nobody)}
        for group in sorted({*waited[True], *waited[False]})
    ]
    return [row for row in rows if row["matched"]["people"] or row["unmatched"]["people"]]


def _cells(days_of: dict[str, list[int]]) -> dict[str, dict[str, int | None]]:
    by_size = sorted(days_of, key=lambda group: (len(days_of[group]), group))
    small = [group for group in by_size if len(days_of[group]) < SMALLEST]
    hidden = set(by_size[:2] if len(small) == 1 else small)
    return {group: _cell(days, is_hidden=group in hidden) for group, days in days_of.items()}


def _cell(days: list[int], *, is_hidden: bool = False) -> dict[str, int | None]:
    if is_hidden:
        return {"people": None, "median_days": None}
    return {"people": len(days), "median_days": round(median(days)) if days else None}
