"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

It reads the same tables and the result, and shares no code with what made it. One sweep over the allowed pairs, found
again block by block (``check_rules``), proves the objectives from the certificate; no pair is kept.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from matching import check_columns, check_proof, check_rules
from matching.check_columns import A_DAY, DAYS, Table, read
from matching.check_proof import NEVER, NOBODY, Proof
from matching.check_rules import NUMBERS, PARTS, REMAIN


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs.

    People are rows: newcomers in the order of the queue, then volunteers. What is said of an allowed pair (n, v) is
    gathered for n, see ``Proof``.
    """

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        self.most = tuple(self.report["weights"][name] for name in PARTS)
        skipped, nothing = self.report.get("skipped_lines", {}), Table(newcomer=(), volunteer=())
        given = {name: read(path, skipped.get(name, ())) if path else nothing for name, path in tables.items()}
        self.everybody = given["newcomers"]["id"]
        self.waiting = check_columns.side(given["newcomers"], "session_minutes", "waiting_since", "id")
        helping = check_columns.side(given["volunteers"], "min_level", "online", "municipality")
        self.size, self.ids = len(self.waiting.ids), [*self.waiting.ids, *helping.ids]
        self.row_n, self.row_v = check_columns.rows_of(self.waiting, helping)
        apart = zip(given["blocked"]["newcomer"], given["blocked"]["volunteer"], strict=True)
        known = {(self.row_n[n], self.row_v[v]) for n, v in apart if n in self.row_n and v in self.row_v}
        self.people = check_columns.columns(self.waiting, helping, known, self.report)
        self.pairs, self.unmatched = read(folder / "pairs.csv"), read(folder / "unmatched.csv")
        self.n = np.array([self.row_n.get(one, NOBODY) for one in self.pairs["newcomer"]], dtype=np.int64)
        self.v = np.array([self.row_v.get(one, NOBODY) for one in self.pairs["volunteer"]], dtype=np.int64)
        self.seat = np.full(self.size, NOBODY)
        self.seat[self.n[self.n >= 0]] = self.v[self.n >= 0]
        places = np.array(list(map(int, helping.table["capacity"])), dtype=int)[helping.rows]
        self.capacity = np.concatenate((np.zeros(self.size, dtype=int), places))
        self.pin()

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

    def look_at_all_pairs(self) -> bool:
        """Gather what is said of all allowed pairs; False, with nothing done, when the certificate is no numbers."""
        certificate = self.report["certificate"]
        self.closed, (self.gain_of, self.price_of) = certificate["who"]["closed"], certificate["with_whom"].values()
        told = [*self.closed.values(), *self.gain_of.values(), *self.price_of.values()]
        if not {*map(type, told)} <= {int}:
            return False
        nothing, empty = np.zeros((5, self.size), dtype=int), np.zeros(len(self.ids), dtype=np.int64)
        self.reach, self.price, self.gain = empty + NEVER, empty.copy(), np.full(self.size, NEVER)
        for column, rows, numbers in (
            (self.reach, self.row_v, self.closed),
            (self.price, self.row_v, self.price_of),
            (self.gain, self.row_n, self.gain_of),
        ):
            column[[rows[one] for one in numbers]] = list(numbers.values())
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
        self.remain[:, 0] = len(self.ids) - self.size
        self.in_blocks(lambda *block: check_rules.count(self.people, *block, self.remain), self.proof.allowed == 0)

    def wrong_rows(self) -> Iterator[str]:
        """Everybody of the input stands in the result, once; nobody else does."""
        named = [*self.pairs["newcomer"], *self.unmatched["newcomer"]]
        if sorted(named) != sorted(self.everybody):
            times, known = Counter(named), set(self.everybody)
            yield from (f"{one} stands {count} times in the result" for one, count in times.items() if count > 1)
            yield from (f"{one} is not in the result" for one in sorted(known - set(named)))
            yield from (f"{one} is not in the input" for one in sorted(set(named) - known))

    def wrong_reasons(self) -> Iterator[str]:
        allowed, places = self.proof.allowed.tolist(), self.proof.open.tolist()
        for one, *said in zip(*(self.unmatched[name] for name in ("newcomer", "reason", "detail")), strict=True):
            right, n = ["incomplete", self.waiting.lacks.get(one, "")], self.row_n.get(one, NOBODY)
            if n >= 0 and allowed[n]:
                right = ["outranked", f"allowed={allowed[n]} places={places[n]}"]
            elif n >= 0:
                right = ["no_candidate", self.detail(n)]
            if said != right:
                yield f"{one} is {' '.join(right)}, not {' '.join(said)}"

    def detail(self, n: int) -> str:
        """How many volunteers remain after each rule."""
        return " ".join(map("{}={}".format, REMAIN, self.remain[n].tolist()))

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
            said = list(compress(self.pairs[name], self.is_right))
            for row in range(len(n)) if said != right else ():
                if said[row] != right[row]:
                    yield f"{self.ids[n[row]]}: {name} is {right[row]}, not {said[row]}"

    def as_they_must_be(self, n: Any) -> dict[str, list[str]]:
        """The columns of pairs.csv for these newcomers with their volunteers."""
        p, v = self.people, self.seat[n]
        found = check_rules.numbers(p, n, v, self.most)
        texts = {name: list(map(str, column.tolist())) for name, column in zip(NUMBERS, found, strict=True)}
        texts["mode"] = ["in_person" if fact == "1" else "online" for fact in texts["mode"]]
        minutes = np.array([int(text or 90) for text in self.waiting.table["session_minutes"]])[self.waiting.rows[n]]
        begins = check_columns.longest(p.begins[p.first_week[n] + p.week[n]] & p.begins[p.first_week[n] + p.week[v]])
        texts["suggested_slot"] = list(map(slot, p.hours[begins].tolist(), minutes.tolist()))
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
        held = np.bincount(self.own[is_held], minlength=len(self.ids))
        for v in np.flatnonzero((self.reach != NEVER) & (held < self.capacity)).tolist():
            yield f"certificate: {self.ids[v]} is closed, and has a place"

    def wrong_with_whom(self) -> Iterator[str]:
        """Capacity and the dual prices: feasible over all allowed pairs, tight where it counts."""
        if ((self.gain != NEVER) != (self.own >= 0)).any():
            yield "certificate: there is not one price for each of the matched newcomers"
        for n in np.flatnonzero(self.proof.is_unproved).tolist():
            yield f"certificate: the price of {self.ids[n]} does not prove the greatest sum"
        held, price = np.bincount(self.own[self.own >= 0], minlength=len(self.ids)), self.price
        is_wrong = (held > self.capacity) | (price < 0) | ((price > 0) & (held < self.capacity))
        for v in np.flatnonzero(is_wrong).tolist():
            facts = f"{held[v]} newcomers, {self.capacity[v]} places, price {price[v]}"
            yield f"{self.ids[v]}: {facts} do not go together"

    def wrong_report(self) -> Iterator[str]:
        since = np.array(self.waiting.table["waiting_since"], "M8[D]")[self.waiting.rows[self.n]]
        days = int((np.array(self.report["day"], dtype="M8[D]") - since).astype(int).sum())
        sums = {"people": len(since), "waiting_days": days, "score": sum(map(int, self.pairs["score"]))}
        if self.report["objectives"] != sums:
            yield f"report: the sums of the objectives are {sums}"
        allowed = int(self.proof.allowed[self.is_left].sum())
        if self.report["sizes"]["allowed_pairs"] != allowed:
            yield f"report: there are {allowed} allowed pairs, not {self.report['sizes']['allowed_pairs']}"


@cache
def slot(quarter: int, minutes: int) -> str:
    """What begins at a quarter of the week and is as long as a session."""
    day, quarter = divmod(quarter, A_DAY)
    starts, ends = 15 * quarter, 15 * quarter + minutes
    return f"{DAYS[day]} {starts // 60:02}:{starts % 60:02}-{ends // 60:02}:{ends % 60:02}"
