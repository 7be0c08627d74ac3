"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

It reads the same tables and the result, and shares no code with what made it. One sweep over the allowed pairs, found
again block by block (``check_rules``), proves the objectives from the certificate; no pair is kept.
"""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np

from matching import check_columns, check_proof, check_report, check_rules
from matching.check_cells import NO_CELLS, Column, Written, alike, together
from matching.check_columns import A_DAY, DAYS, Side, side
from matching.check_proof import NEVER, NOBODY, Proof
from matching.check_reading import Table, read
from matching.check_rules import NUMBERS, PARTS, REMAIN

DETAIL = " ".join(f"{name}=%d" for name in REMAIN)
MOST_MINUTES = 1440 + 1  # of a session, and one more


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs.

    People are rows: newcomers in the order of the queue, then volunteers. What is said of an allowed pair (n, v) is
    gathered for n, see ``Proof``.
    """

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        self.most = tuple(self.report["weights"][name] for name in PARTS)
        self.pairs, self.unmatched = read(folder / "pairs.csv"), read(folder / "unmatched.csv")
        self.waiting, self.helping, blocked = self.read_input(tables)
        self.size = len(self.waiting.rows)
        row_n, row_v = self.waiting.row_of_text(0), self.helping.row_of_text(self.size)
        self.row_n, self.row_v = self.waiting.row_of_id(row_n), self.helping.row_of_id(row_v)
        self.n, self.v = row_n[self.pairs["newcomer"].number], row_v[self.pairs["volunteer"].number]
        self.without = row_n[self.unmatched["newcomer"].number]
        apart = np.stack((row_n[blocked["newcomer"].number], row_v[blocked["volunteer"].number]))
        self.people = check_columns.columns(
            self.waiting, self.helping, apart[:, (apart >= 0).all(axis=0)], self.report
        )
        self.seat = np.full(self.size, NOBODY)
        self.seat[self.n[self.n >= 0]] = self.v[self.n >= 0]
        places = self.helping.table["capacity"].coded(int)[self.helping.rows]
        self.capacity = np.concatenate((np.zeros(self.size, dtype=int), places))
        self.pin()

    @cached_property
    def ids(self) -> list[str]:
        """Everybody's, row by row."""
        return [*self.waiting.table["id"].only(self.waiting.rows), *self.helping.table["id"].only(self.helping.rows)]

    def read_input(self, tables: dict[str, Path | None]) -> tuple[Side, Side, Table]:
        """Newcomers, volunteers and blocked pairs; whoever is named anywhere has the number of their id."""
        skipped, nobody = self.report.get("skipped_lines", {}), Table(newcomer=NO_CELLS, volunteer=NO_CELLS)
        given = ((tables[name], skipped.get(name, ())) for name in ("newcomers", "volunteers", "blocked"))
        waiting, helping, blocked = (read(path, lines) if path else nobody for path, lines in given)
        for name, of_whom, others in (
            ("newcomer", waiting, [blocked, self.pairs, self.unmatched]),
            ("volunteer", helping, [blocked, self.pairs]),
        ):
            *named, of_whom["id"] = together(*(table[name] for table in others), of_whom["id"])
            for table, cells in zip(others, named, strict=True):
                table[name] = cells
        waiting, helping = check_columns.shared(waiting, helping)
        return side(waiting, "waiting_since", "id"), side(helping, "municipality", "online"), blocked

    def pin(self) -> None:
        """Take decided pairs apart: what is left is what the certificate is about."""
        self.pinned = [(self.row_n[n], self.row_v[v]) for n, v in self.report["pinned"]]
        self.own, self.is_left = self.seat.copy(), np.ones(self.size, dtype=bool)
        for n, v in self.pinned:
            self.own[n], self.is_left[n] = NOBODY, False
            self.capacity[v] -= 1
        self.ahead = np.cumsum(self.is_left) - 1

    def failures(self) -> list[str]:
        """Everything that does not hold, in words; what rests on the pairs only when these are right."""
        if not self.look_at_all_pairs():
            return ["certificate: the prices and the closed volunteers' numbers are not integers"]
        self.count_rules()
        found = [*self.wrong_rows(), *self.wrong_reasons(), *self.wrong_pairs(), *self.wrong_numbers()]
        return found or [*self.wrong_who(), *self.wrong_with_whom(), *self.wrong_report()]

    def unproved(self) -> list[str]:
        """The same of the optimum alone: without what is told of its pairs and of those who have none."""
        if not self.look_at_all_pairs():
            return self.failures()
        found = [*self.wrong_rows(), *self.wrong_pairs()]
        return found or [*self.wrong_who(), *self.wrong_with_whom()]

    @cached_property
    def certified(self) -> tuple[Any, Any, Any] | None:
        """Everybody's number among the closed and price (P,), and the gains (N,); None when they are no integers."""
        certificate = self.report["certificate"]
        closed, (gains, prices) = certificate["who"]["closed"], certificate["with_whom"].values()
        if not {*map(type, (*closed.values(), *gains.values(), *prices.values()))} <= {int}:
            return None
        reach, price = np.full(len(self.capacity), NEVER), np.zeros(len(self.capacity), dtype=np.int64)
        gain = np.full(self.size, NEVER)
        of_volunteers = ((reach, self.row_v, closed), (price, self.row_v, prices))
        for column, rows, numbers in (*of_volunteers, (gain, self.row_n, gains)):
            column[list(map(rows.__getitem__, numbers))] = list(numbers.values())
        return reach, price, gain

    def look_at_all_pairs(self) -> bool:
        """Gather what is said of all allowed pairs; False, with nothing done, when the certificate is no numbers."""
        if self.certified is None:
            return False
        self.reach, self.price, self.gain = self.certified
        nothing = np.zeros((5, self.size), dtype=int)
        bound = np.where(self.own >= 0, self.reach[self.own], np.where(self.is_left, self.ahead, NEVER))
        self.proof = Proof(
            *(self.seat, self.own, bound, self.reach, self.gain, self.price, self.capacity.copy()),
            *(nothing[0], nothing[1], nothing[2] > 0, nothing[3] + NOBODY, nothing[4] > 0),
        )
        self.in_blocks(self.look, np.ones(self.size, dtype=bool))
        return True

    def in_blocks(self, work: Callable[[Any, Any], None], is_wanted: Any) -> None:
        """Do something with some newcomers (N,) True and those whom rule 1 lets through, several blocks at once."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _done in pool.map(lambda block: work(*block), check_rules.blocks(self.people, is_wanted)):
                pass

    def look(self, some: Any, others: Any) -> None:
        found = self.kept(check_rules.sweep(self.people, some, others, self.most))
        check_proof.weigh(self.proof, *found)

    def kept(self, found: Any) -> Any:
        """Of the pairs that keep all rules those that are allowed; a round with more rules leaves some out."""
        return found

    def count_rules(self) -> None:
        """How many volunteers remain after each rule, for those who may be proposed none."""
        self.remain = np.zeros((self.size, len(REMAIN)), dtype=int)
        self.remain[:, 0] = len(self.capacity) - self.size
        self.in_blocks(lambda *block: check_rules.count(self.people, *block, self.remain), self.proof.allowed == 0)

    def wrong_rows(self) -> Iterator[str]:
        """Everybody of the input stands in the result, once; nobody else does."""
        ids = self.waiting.table["id"]
        named = np.concatenate((self.pairs["newcomer"].number, self.unmatched["newcomer"].number))
        times, known = (np.bincount(number, minlength=len(ids.texts)) for number in (named, ids.number))
        for number in sorted(np.flatnonzero(times != known).tolist(), key=ids.texts.__getitem__):
            if times[number] > 1:
                yield f"{ids.texts[number]} stands {times[number]} times in the result"
            else:
                yield f"{ids.texts[number]} is not in the {'input' if times[number] else 'result'}"

    def wrong_reasons(self) -> Iterator[str]:
        known = self.without[self.without >= 0]
        counts = (counted[known].tolist() for counted in (self.proof.allowed, self.proof.open))
        facts = (
            ("outranked", f"allowed={allowed} places={places}") if allowed else ("no_candidate", detail)
            for allowed, places, detail in zip(*counts, self.details(known), strict=True)
        )
        lacks, (named, *told) = (
            self.waiting.lacks,
            (self.unmatched[name] for name in ("newcomer", "reason", "detail")),
        )
        for n, one, said in zip(self.without.tolist(), named, zip(*told, strict=True), strict=True):
            right = next(facts) if n >= 0 else ("incomplete", lacks.get(one, ""))
            if said != right:
                yield f"{one} is {' '.join(right)}, not {' '.join(said)}"

    def details(self, rows: Any) -> list[str]:
        """How many volunteers remain after each rule, for these newcomers."""
        different, number = alike(self.remain[rows].T.copy().view(np.uint64))
        texts = [DETAIL % tuple(left) for left in self.remain[rows[different]].tolist()]
        return list(Column(texts, number))

    def wrong_pairs(self) -> Iterator[str]:
        """Each pair of the result is allowed, and those are pinned that were to be."""
        self.is_right = (self.n >= 0) & (self.v >= 0) & (self.seat[self.n] == self.v) & self.proof.fits[self.n]
        wrong = np.flatnonzero(~self.is_right).tolist()
        named = [(self.pairs["newcomer"][row], self.pairs["volunteer"][row]) for row in wrong]
        yield from (f"{n} with {v}: this is not an allowed pair" for n, v in named)
        yield from (f"{self.ids[n]} is pinned, and is not matched so" for n, v in self.pinned if self.seat[n] != v)

    def wrong_numbers(self) -> Iterator[str]:
        """What is told of the allowed pairs."""
        n = self.n[self.is_right]
        for name, right in self.as_they_must_be(n).items():
            said = self.pairs[name].only(self.is_right)
            for row in np.flatnonzero(said.differs(right)).tolist():
                yield f"{self.ids[n[row]]}: {name} is {right[row]}, not {said[row]}"

    def as_they_must_be(self, n: Any) -> dict[str, Column]:
        """The columns of pairs.csv for these newcomers with their volunteers."""
        p, v = self.people, self.seat[n]
        found = check_rules.numbers(p, n, v, self.most)
        texts: dict[str, Column] = {name: Written(column) for name, column in zip(NUMBERS, found, strict=True)}
        texts["mode"] = Column(["online", "in_person"], found[NUMBERS.index("mode")])
        minutes = self.waiting.table["session_minutes"].coded(lambda text: int(text or 90))[self.waiting.rows[n]]
        begins = check_columns.longest(p.begins[p.first_week[n] + p.week[n]] & p.begins[p.first_week[n] + p.week[v]])
        slots = Written(p.hours[begins] * MOST_MINUTES + minutes)
        texts["suggested_slot"] = Column(
            [slot(*divmod(int(each), MOST_MINUTES)) for each in slots.texts], slots.number
        )
        return texts

    def wrong_who(self) -> Iterator[str]:
        """From every unmatched newcomer: only full volunteers, held by those ahead; ``closed`` says by how many."""
        for n in np.flatnonzero(self.proof.escape >= 0).tolist():
            one, other = self.ids[n], self.ids[self.proof.escape[n]]
            if self.own[n] < 0:
                yield f"{one} has no match, but {other} could have had a place"
            else:
                yield f"certificate: {self.ids[self.own[n]]} is closed, but {other} can be reached from there"
        is_held = self.own >= 0
        for n in np.flatnonzero(is_held & (self.reach[self.own] <= self.ahead)).tolist():
            yield f"certificate: {self.ids[n]} is behind those who hold {self.ids[self.own[n]]}, which is closed"
        held = np.bincount(self.own[is_held], minlength=len(self.capacity))
        for v in np.flatnonzero((self.reach != NEVER) & (held < self.capacity)).tolist():
            yield f"certificate: {self.ids[v]} is closed, and has a place"

    def wrong_with_whom(self) -> Iterator[str]:
        """Capacity and the dual prices: feasible over all allowed pairs, tight where it counts."""
        if ((self.gain != NEVER) != (self.own >= 0)).any():
            yield "certificate: there is not one price for each of the matched newcomers"
        for n in np.flatnonzero(self.proof.is_unproved).tolist():
            yield f"certificate: the price of {self.ids[n]} does not prove the greatest sum"
        held, price = np.bincount(self.own[self.own >= 0], minlength=len(self.capacity)), self.price
        is_wrong = (held > self.capacity) | (price < 0) | ((price > 0) & (held < self.capacity))
        for v in np.flatnonzero(is_wrong).tolist():
            facts = f"{held[v]} newcomers, {self.capacity[v]} places, price {price[v]}"
            yield f"{self.ids[v]}: {facts} do not go together"

    def wrong_report(self) -> Iterator[str]:
        """Sums and counts."""
        yield from check_report.wrong(self)

    def counted(self) -> dict[str, Any]:
        """The counts of the report as they must be."""
        return check_report.counted(self)


@cache
def slot(quarter: int, minutes: int) -> str:
    """What begins at a quarter of the week and is as long as a session."""
    day, quarter = divmod(quarter, A_DAY)
    starts, ends = 15 * quarter, 15 * quarter + minutes
    return f"{DAYS[day]} {starts // 60:02}:{starts % 60:02}-{ends // 60:02}:{ends % 60:02}"
