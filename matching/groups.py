"""Language tables (taaltafels): a place with several seats and fixed hours, and who may sit there.

One function a hard rule, numbered as in docs/matching.md ("Language tables"). Every rule takes the tables beside a
problem and E candidates as two columns of row numbers, newcomers and tables, and gives (E,) True where it holds.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching import feasibility, problem, score, time_windows
from matching.feasibility import Mask
from matching.group_rows import Groups, Table
from matching.problem import BadProblem, Problem, Rows, Volunteers
from matching.rows import LEVELS
from matching.score import FULL_TIME_MINUTES, Parts
from matching.time_windows import Week, Window


@dataclass(frozen=True, kw_only=True, eq=False)
class Tables:
    """T tables in the order of their ids, beside a problem.

    Attributes:
        seen: the problem with the tables in the place of its volunteers: what they have in common with these.
        may_use: (towns, T) True where people of a town may use a table.
        highest: (T,) the highest Dutch level.
        sessions: (T, S, 7, 2) each session as a week; the unused ones are empty.
        willing: (N,) True for those who would join a table.
        tongue: N mother tongues, empty when not told.
    """

    rows: tuple[Table, ...]
    seen: Problem
    may_use: Mask
    highest: NDArray[np.int8]
    sessions: Week
    willing: Mask
    tongue: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def session_minutes(self) -> Rows:
        """(T, S) how long each session lasts; 0 for the unused ones."""
        return time_windows.minutes(self.sessions)


def _refuse_doubles(whole: Problem, rows: Sequence[Table]) -> None:
    seen = set(whole.volunteers.ids)
    for table in rows:
        if table.id in seen:
            raise BadProblem(f"The id {table.id!r} of a table stands twice, or is a volunteer's; every id is unique.")
        seen.add(table.id)


def _columns(whole: Problem, rows: Sequence[Table]) -> Volunteers:
    """What tables have in common with volunteers; words that nobody uses are left out, and so are their towns."""
    words = replace(whole.words, towns=whole.words.towns or ("nowhere",))
    people = [
        replace(
            table.as_volunteer(),
            municipality=words.towns[0],
            languages=table.languages & set(words.languages),
            goals=table.goals & set(words.goals),
            interests=table.interests & set(words.interests),
        )
        for table in rows
    ]
    return problem.volunteer_columns(people, words)


def _may_use(whole: Problem, rows: Sequence[Table]) -> Mask:
    towns, joint = whole.words.towns, whole.options.joint
    table = np.zeros((len(towns), len(rows)), dtype=bool)
    for place, row in enumerate(rows):
        near = {row.municipality}.union(*(group for group in joint if row.municipality in group))
        table[:, place] = [town in near for town in towns]
    return table


def _sessions(rows: Sequence[Table]) -> Week:
    most = max((len(row.sessions) for row in rows), default=1)
    weeks = np.zeros((len(rows), most, 7, 2), dtype=np.uint64)
    for place, row in enumerate(rows):
        weeks[place, : len(row.sessions)] = time_windows.weeks([[window] for window in sorted(row.sessions)])
    return weeks


def beside(whole: Problem, groups: Groups, blocked: Collection[tuple[str, str]]) -> Tables:
    """The tables beside a problem; ``blocked`` as the problem was given it.

    Raises:
        BadProblem: the id of a table stands twice, or is a volunteer's too.
    """
    rows = tuple(sorted(groups.tables, key=lambda table: table.id))
    _refuse_doubles(whole, rows)
    ids = whole.newcomers.ids
    number = {person: row for row, person in enumerate(ids)}
    tables_of: dict[str, set[int]] = {}
    for place, table in enumerate(rows):
        for one in {table.id} | table.volunteers:
            tables_of.setdefault(one, set()).add(place)
    keys = {
        number[newcomer] * len(rows) + place
        for newcomer, other in blocked
        if newcomer in number
        for place in tables_of.get(other, ())
    }
    return Tables(
        rows=rows,
        seen=replace(whole, volunteers=_columns(whole, rows), blocked=np.array(sorted(keys), dtype=np.int64)),
        may_use=_may_use(whole, rows),
        highest=np.array([LEVELS.index(table.max_level) for table in rows], dtype=np.int8),
        sessions=_sessions(rows),
        willing=np.array([person in groups.willing for person in ids], dtype=bool),
        tongue=tuple(groups.mother_tongue.get(person, "") for person in ids),
    )


def may_use(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 1: one municipality, or two that work together; a table is never online."""
    return np.asarray(tables.may_use[tables.seen.newcomers.town[n], t])


def not_blocked(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 2: neither the table nor anybody who leads it must be kept from the newcomer."""
    return feasibility.not_blocked(tables.seen, n, t)


def wishes_are_met(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 3: a wish for a woman is met by a table for women, and only women who said so sit there."""
    return feasibility.wishes_are_met(tables.seen, n, t)


def level_fits(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 4: the newcomer's level lies between the table's lowest and highest."""
    fits = tables.seen.newcomers.level[n] <= tables.highest[t]
    return fits & feasibility.level_is_enough(tables.seen, n, t)


def can_talk(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 5: a language of the table, or the newcomer speaks A2 and Dutch carries it."""
    return feasibility.can_talk(tables.seen, n, t)


def attended(tables: Tables, n: Rows, t: Rows) -> Mask:
    """(E, S) which sessions the newcomer is free for, from beginning to end."""
    sessions = tables.sessions[t]
    inside = (tables.seen.newcomers.free[n][:, None] & sessions) == sessions
    return np.asarray(inside.all(axis=(2, 3)) & (tables.session_minutes[t] > 0))


def have_time(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 6: at least one whole session."""
    return np.asarray(attended(tables, n, t).any(axis=1))


def is_near(tables: Tables, n: Rows, t: Rows) -> Mask:
    """Rule 7: not farther than the newcomer will travel."""
    return feasibility.in_person(tables.seen, n, t)


def is_willing(tables: Tables, n: Rows, _t: Rows) -> Mask:
    """Rule 8: the newcomer would join a table."""
    return np.asarray(tables.willing[n])


Rule = Callable[[Tables, Rows, Rows], Mask]
RULES: tuple[tuple[str, Rule], ...] = (
    ("table_municipality", may_use),
    ("table_not_blocked", not_blocked),
    ("table_gender", wishes_are_met),
    ("table_level", level_fits),
    ("table_language", can_talk),
    ("table_time", have_time),
    ("table_place", is_near),
    ("table_willing", is_willing),
)


def _in_towns(tables: Tables, n: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Places in ``n`` and tables, as columns: each newcomer with each table that rule 1 lets through."""
    town = tables.seen.newcomers.town[n]
    for one in np.unique(town).tolist():
        yield from feasibility.every_pair(np.flatnonzero(town == one), np.flatnonzero(tables.may_use[one]))


def all_but(tables: Tables, n: Rows, left_out: str = "") -> tuple[Rows, Rows]:
    """Some newcomers with each table for which all rules but one hold: two columns (E,), by newcomer, then table."""
    keys = [np.zeros(0, dtype=np.int64)]
    for place, t in _in_towns(tables, n):
        for name, rule in RULES[1:]:
            if name != left_out:
                holds = rule(tables, n[place], t)
                place, t = place[holds], t[holds]  # noqa: PLW2901 - fewer and fewer
        keys.append(n[place] * len(tables) + t)
    found, table = np.divmod(np.sort(np.concatenate(keys)), max(1, len(tables)))
    return found, table


def remaining_after_each_rule(tables: Tables, n: Rows) -> Rows:
    """(R, 1 + rules) for some newcomers: all tables, and how many remain after each rule in turn."""
    counts = np.zeros((len(n), 1 + len(RULES)), dtype=np.int64)
    counts[:, 0] = len(tables)
    for place, t in _in_towns(tables, n):
        for column, (_name, rule) in enumerate(RULES, start=1):
            holds = rule(tables, n[place], t)
            place, t = place[holds], t[holds]  # noqa: PLW2901 - fewer and fewer
            counts[:, column] += np.bincount(place, minlength=len(n))
    return counts


def score_of(tables: Tables, n: Rows, t: Rows) -> Parts:
    """The score of some allowed seats: as with a volunteer who comes from anywhere, and meets in whole sessions."""
    minutes = (attended(tables, n, t) * tables.session_minutes[t]).sum(axis=1)
    most = tables.seen.options.weights.time
    time = (2 * most * np.minimum(minutes, FULL_TIME_MINUTES) + FULL_TIME_MINUTES) // (2 * FULL_TIME_MINUTES)
    return replace(score.of(tables.seen, n, t), time=time, common_minutes=minutes)


def slots(tables: Tables, n: Rows, t: Rows) -> list[Window]:
    """For each allowed seat the longest session that the newcomer is free for; of equal ones the earliest."""
    lasts = attended(tables, n, t) * tables.session_minutes[t]
    chosen = lasts.argmax(axis=1)
    in_order = [sorted(table.sessions) for table in tables.rows]
    return [in_order[table][session] for table, session in zip(t.tolist(), chosen.tolist(), strict=True)]
