"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

It reads the same tables and the result, and shares no code with what made it. One sweep over the allowed pairs, found
again block by block (``check_rules``), proves the objectives from the certificate; no pair is kept.
"""

import json
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np

from matching import check_columns, check_rules
from matching.check_columns import A_DAY, DAYS, Table, read
from matching.check_rules import NUMBERS, PARTS, REMAIN

NOBODY, NEVER = -1, 2**40


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs.

    People are rows: newcomers in the order of the queue, then volunteers. What is said of an allowed pair (n, v) is
    gathered for n: ``fits`` and ``facts`` when it is the own pair, ``places`` of all of them together, ``escape``
    when the certificate does not close v, ``is_unproved`` when the prices say too little or, for the own, too much.
    """

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        skipped, nothing = self.report.get("skipped_lines", {}), Table(newcomer=(), volunteer=())
        given = {name: read(path, skipped.get(name, ())) if path else nothing for name, path in tables.items()}
        self.everybody = given["newcomers"]["id"]
        self.waiting = check_columns.side(given["newcomers"], "session_minutes", "waiting_since", "id")
        helping = check_columns.side(given["volunteers"], "min_level", "municipality")
        self.people = check_columns.columns(self.waiting, helping, given["blocked"], self.report)
        self.size, self.ids = len(self.waiting.ids), [*self.waiting.ids, *helping.ids]
        self.row_n, self.row_v = check_columns.rows_of(self.waiting, helping)
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
        certificate = self.report["certificate"]
        self.closed, (self.gain_of, self.price_of) = certificate["who"]["closed"], certificate["with_whom"].values()
        told = [*self.closed.values(), *self.gain_of.values(), *self.price_of.values()]
        if not {type(number) for number in told} <= {int}:
            return ["certificate: the prices and the closed volunteers' numbers are not integers"]
        self.look_at_all_pairs()
        found = [*self.wrong_rows(), *self.wrong_pairs()]
        return found or [*self.wrong_who(), *self.wrong_with_whom(), *self.wrong_report()]

    def look_at_all_pairs(self) -> None:
        self.stopped, self.places = np.zeros((self.size, len(REMAIN)), dtype=np.int32), np.zeros(self.size, dtype=int)
        self.fits, self.is_unproved = np.zeros((2, self.size), dtype=bool)
        self.escape, self.facts = np.full(self.size, NOBODY), np.zeros((len(NUMBERS), self.size), dtype=int)
        empty = np.zeros(len(self.ids), dtype=np.int64)
        self.reach, self.price, self.gain = empty + NEVER, empty.copy(), np.full(self.size, NEVER)
        for column, rows, numbers in (
            (self.reach, self.row_v, self.closed),
            (self.price, self.row_v, self.price_of),
            (self.gain, self.row_n, self.gain_of),
        ):
            column[[rows[one] for one in numbers]] = list(numbers.values())
        self.bound = np.where(self.own >= 0, self.reach[self.own], np.where(self.is_left, self.ahead, NEVER))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for _done in pool.map(lambda block: self.look(*block), check_rules.blocks(self.people, self.size)):
                pass
        self.remain = self.stopped[:, ::-1].cumsum(axis=1)[:, ::-1]
        self.remain[:, 0] = len(self.ids) - self.size

    def look(self, some: Any, others: Any) -> None:
        most = tuple(self.report["weights"][name] for name in PARTS)
        n, v, *facts = self.kept(check_rules.sweep(self.people, some, others, most, self.stopped))
        self.places[some] = np.bincount(np.searchsorted(some, n), self.capacity[v], len(some))
        self.weigh(n, v, *facts)

    def kept(self, found: Any) -> Any:
        """Of the pairs that keep all rules those that are allowed; a round with more rules leaves some out."""
        return found

    def weigh(self, n: Any, v: Any, *facts: Any) -> None:
        """Gather what is said of some allowed pairs; ``facts`` are what NUMBERS names."""
        is_own = v == self.seat[n]
        self.fits[n[is_own]], self.facts[:, n[is_own]] = True, np.array(facts)[:, is_own]
        out = self.reach[v] > self.bound[n]
        self.escape[n[out]] = v[out]
        slack = self.gain[n] + self.price[v] - facts[NUMBERS.index("score")]
        self.is_unproved[n[(slack < 0) | ((slack != 0) & (v == self.own[n]))]] = True

    def wrong_rows(self) -> Iterator[str]:
        named = Counter((*self.pairs["newcomer"], *self.unmatched["newcomer"]))
        yield from (f"{one} stands {times} times in the result" for one, times in named.items() if times > 1)
        yield from (f"{one} is not in the result" for one in sorted(set(self.everybody) - set(named)))
        yield from (f"{one} is not in the input" for one in sorted(set(named) - set(self.everybody)))
        for one, *said in zip(*(self.unmatched[name] for name in ("newcomer", "reason", "detail")), strict=True):
            right, n = ["incomplete", self.waiting.lacks.get(one, "")], self.row_n.get(one, NOBODY)
            if n >= 0 and self.remain[n, -1]:
                right = ["outranked", f"allowed={self.remain[n, -1]} places={self.places[n]}"]
            elif n >= 0:
                right = ["no_candidate", self.detail(n)]
            if said != right:
                yield f"{one} is {' '.join(right)}, not {' '.join(said)}"

    def detail(self, n: int) -> str:
        """How many volunteers remain after each rule."""
        return " ".join(map("{}={}".format, REMAIN, self.remain[n].tolist()))

    def wrong_pairs(self) -> Iterator[str]:
        is_right = (self.n >= 0) & (self.v >= 0) & self.fits[self.n] & (self.seat[self.n] == self.v)
        for n, v in zip(*(compress(self.pairs[name], ~is_right) for name in ("newcomer", "volunteer")), strict=True):
            yield f"{n} with {v}: this is not an allowed pair"
        for name, right in self.as_they_must_be(np.where(is_right, self.n, 0)).items():
            for n, said, text, known in zip(self.pairs["newcomer"], self.pairs[name], right, is_right, strict=True):
                if said != text and known:
                    yield f"{n}: {name} is {text}, not {said}"
        yield from (f"{self.ids[n]} is pinned, and is not matched so" for n, v in self.pinned if self.seat[n] != v)

    def as_they_must_be(self, n: Any) -> dict[str, list[str]]:
        """The columns of pairs.csv for these newcomers with their volunteers."""
        p, v = self.people, self.seat[n]
        texts = {
            name: list(map(str, column)) for name, column in zip(NUMBERS, self.facts[:, n].tolist(), strict=True)
        }
        texts["mode"] = ["in_person" if fact == "1" else "online" for fact in texts["mode"]]
        weeks = (p.begins[p.length[n], p.week[n]] & p.begins[p.length[n], p.week[v]]).astype("<u8")
        sessions, rows = self.waiting.table["session_minutes"], self.waiting.rows[n].tolist()
        minutes = [int(sessions[row] or 90) for row in rows]
        bits = (int.from_bytes(week.tobytes(), "little") for week in weeks)
        return texts | {"suggested_slot": [slot(begins, lasts) for begins, lasts in zip(bits, minutes, strict=True)]}

    def wrong_who(self) -> Iterator[str]:
        """From every unmatched newcomer: only full volunteers, held by those ahead; ``closed`` says by how many."""
        for n in np.flatnonzero(self.escape >= 0).tolist():
            one, other = self.ids[n], self.ids[self.escape[n]]
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
        if self.gain_of.keys() != {self.ids[n] for n in np.flatnonzero(self.own >= 0)}:
            yield "certificate: there is not one price for each of the matched newcomers"
        for n in np.flatnonzero(self.is_unproved).tolist():
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
        allowed = int(self.remain[self.is_left, -1].sum())
        if self.report["sizes"]["allowed_pairs"] != allowed:
            yield f"report: there are {allowed} allowed pairs, not {self.report['sizes']['allowed_pairs']}"


def slot(begins: int, minutes: int) -> str:
    """The start of the longest common window, of equal ones the earliest, and as long as a session."""
    while begins & begins >> 1:
        begins &= begins >> 1
    day, quarter = divmod((begins & -begins).bit_length() - 1, A_DAY)
    starts, ends = 15 * quarter, 15 * quarter + minutes
    return f"{DAYS[day]} {starts // 60:02}:{starts % 60:02}-{ends // 60:02}:{ends % 60:02}"
