"""Every allowed pair with its numbers, counted again from the tables for the checker (docs/matching.md).

It shares no code with what solves. It looks at every newcomer with every volunteer of the own and the joint towns,
rule after rule, and writes down who remains.
"""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

Row = dict[str, str]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GENDERS = ["", "f", "m", "x"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]
RULES = ["volunteers", "municipality", "not_blocked", "gender", "level", "language", "time", "place"]
PARTS = ["nearness", "time", "language", "goals", "interests"]
PAIR_FACTS = ["n", "v", "slot", "mode", "score", "distance_m", "common_minutes", *PARTS]
AT_ONCE = 200_000


def read(path: Path, skipped: list[int] | None = None) -> list[Row]:
    """The rows of a table, but for those that begin on a skipped line."""
    rows, line = list[list[str]](), 1
    with path.open(newline="", encoding="utf-8-sig") as file:
        for cells in (reader := csv.reader(file)):
            rows += [cells] if cells and line not in (skipped or []) else []
            line = reader.line_num + 1
    return [dict(zip(rows[0], cells, strict=True)) for cells in rows[1:]]


def week(availability: str) -> Any:
    """(7, 96) True in each quarter of an hour in which somebody is free."""
    free = np.zeros((7, 96), dtype=bool)
    for window in filter(None, (part.strip() for part in availability.split(";"))):
        day, hours = window.split()
        starts, ends = (int(clock[:2]) * 4 + int(clock[3:]) // 15 for clock in hours.split("-"))
        free[DAYS.index(day), starts:ends] = True
    return free


class Side:
    """The complete people of one table as columns; sets of words as bits, in words of 64."""

    def __init__(self, rows: list[Row], level: str, words: dict[str, list[str]]) -> None:
        self.rows = [row for row in rows if row["x"] and row["y"] and row["availability"].strip(" ;")]
        self.ids = [row["id"] for row in self.rows]
        self.at = {one: place for place, one in enumerate(self.ids)}
        self.town = np.array([row["municipality"] for row in self.rows], dtype="U")
        told = [[GENDERS.index(row[name]) for row in self.rows] for name in ("gender", "buddy_gender")]
        self.gender, self.wish = (np.array(column, dtype=np.int8) for column in told)
        self.home = np.array([(int(row["x"]), int(row["y"])) for row in self.rows], dtype=np.int64).reshape(-1, 2)
        self.reach = np.array([int(row["max_distance_m"]) for row in self.rows], dtype=np.int64)
        self.online = np.array([row["online"] == "yes" for row in self.rows], dtype=bool)
        self.level = np.array([LEVELS.index(row.get(level) or "A0") for row in self.rows], dtype=np.int64)
        self.free = np.array([week(row["availability"]) for row in self.rows], dtype=bool).reshape(-1, 7, 96)
        self.known: dict[int, Any] = {}
        self.words = {kind: self._bits(kind, known) for kind, known in words.items()}

    def _bits(self, kind: str, known: list[str]) -> Any:
        bit, table = {w: i for i, w in enumerate(known)}, np.zeros((len(self.rows), len(known) // 64 + 1), np.uint64)
        for place, row in enumerate(self.rows):
            for word in row[kind].split():
                table[place, bit[word] // 64] |= np.uint64(1 << bit[word] % 64)
        return table

    def begins(self, quarters: int) -> Any:
        """(P, 11) bits in words of 64: where in the week an unbroken window of so many quarters begins."""
        if quarters not in self.known:
            windows = np.lib.stride_tricks.sliding_window_view(self.free, quarters, axis=-1).all(axis=-1)
            room = np.zeros((len(self.free), 704), dtype=bool)
            room[:, :672].reshape(-1, 7, 96)[:, :, : 97 - quarters] = windows
            self.known[quarters] = np.packbits(room, axis=1).view(np.uint64)
        return self.known[quarters]


class Recount:
    """The allowed pairs of some tables (rows as text) under the choices that a report names.

    Attributes:
        count: rule -> (N,) how many volunteers remain after it and those before it.
        pairs: column -> (E,), by newcomer; ``n`` and ``v`` are places in the sides, ``slot`` counts quarters from
            Monday, the others are the columns of pairs.csv.
    """

    def __init__(self, people: dict[str, list[Row]], report: dict[str, Any]) -> None:
        self.report = report
        both = [*people["newcomers"], *people["volunteers"]]
        kinds = ("languages", "goals", "interests")
        words = {kind: sorted({word for row in both for word in row[kind].split()}) for kind in kinds}
        self.n, self.v = (
            Side(people["newcomers"], "dutch_level", words),
            Side(people["volunteers"], "min_level", words),
        )
        named = [(self.n.at.get(row["newcomer"]), self.v.at.get(row["volunteer"])) for row in people["blocked"]]
        keys = [n * len(self.v.ids) + v for n, v in named if n is not None and v is not None]
        self.blocked = np.array(keys, dtype=np.int64)
        self.has_blocked = np.isin(np.arange(len(self.n.ids)), self.blocked // max(1, len(self.v.ids)))
        self.session = np.array([int(row.get("session_minutes") or 90) for row in self.n.rows], dtype=np.int64)
        self.count = {name: np.zeros(len(self.n.ids), dtype=np.int64) for name in RULES}
        self.count["volunteers"][:] = len(self.v.ids)
        found = [self.facts(*self.allowed(*some)) for some in self.every_pair()]
        by_newcomer = np.argsort(np.concatenate([facts["n"] for facts in found]), kind="stable")
        self.pairs = {name: np.concatenate([facts[name] for facts in found])[by_newcomer] for name in PAIR_FACTS}

    def every_pair(self) -> Iterator[tuple[Any, Any, Any]]:
        """Each newcomer with each volunteer whom the rule on towns could let through, and those of joint towns."""
        yield np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(len(self.v.ids), dtype=bool)
        for town in np.unique(self.n.town):
            towns = {town}.union(*(group for group in self.report["joint"] if town in group))
            is_joint = np.isin(self.v.town, list(towns))
            v = np.flatnonzero(is_joint | (self.v.online & self.report["online_across"]))
            n, some = np.flatnonzero(self.n.town == town), max(1, AT_ONCE // max(1, len(v)))
            for part in np.split(n, range(some, len(n), some)):
                yield np.repeat(part, len(v)), np.tile(v, len(part)), is_joint

    def allowed(self, n: Any, v: Any, is_joint: Any) -> tuple[Any, Any]:
        """Those who remain after each hard rule in turn, counted; at last the allowed pairs."""
        rules: list[Callable[[Any, Any], Any]] = [
            lambda n, v: is_joint[v] | (self.online(n, v) & self.report["online_across"]),
            self.not_blocked,
            lambda n, v: (self.n.wish[n] == 0) | (self.n.wish[n] == self.v.gender[v]),
            lambda n, v: self.n.level[n] >= self.v.level[v],
            lambda n, v: self.speaks(n) | (self.n.words["languages"][n] & self.v.words["languages"][v]).any(axis=1),
            self.have_time,
            lambda n, v: self.near(n, v) | self.online(n, v),
        ]
        for name, rule in zip(RULES[1:], rules, strict=True):
            holds = rule(n, v)
            if name == "gender":
                holds &= (self.v.wish[v] == 0) | (self.v.wish[v] == self.n.gender[n])
            n, v = n[holds], v[holds]
            self.count[name] += np.bincount(n, minlength=len(self.n.ids))
        return n, v

    def speaks(self, n: Any) -> Any:
        return self.n.level[n] >= LEVELS.index("A2")

    def online(self, n: Any, v: Any) -> Any:
        return self.speaks(n) & self.n.online[n] & self.v.online[v]

    def near(self, n: Any, v: Any) -> Any:
        squares = ((self.n.home[n] - self.v.home[v]) ** 2).sum(axis=1)
        return squares <= np.minimum(self.n.reach[n], self.v.reach[v]) ** 2

    def not_blocked(self, n: Any, v: Any) -> Any:
        holds, asked = np.ones(len(n), dtype=bool), np.flatnonzero(self.has_blocked[n])
        holds[asked] = ~np.isin(n[asked] * len(self.v.ids) + v[asked], self.blocked)
        return holds

    def have_time(self, n: Any, v: Any) -> Any:
        holds, lengths = np.zeros(len(n), dtype=bool), -(-self.session[n] // 15)
        for quarters in np.unique(lengths).tolist():
            at = np.flatnonzero(lengths == quarters)
            holds[at] = (self.n.begins(quarters)[n[at]] & self.v.begins(quarters)[v[at]]).any(axis=1)
        return holds

    def facts(self, n: Any, v: Any) -> Any:
        """The columns of pairs.csv as they must be for these pairs."""
        most, squares = self.report["weights"], ((self.n.home[n] - self.v.home[v]) ** 2).sum(axis=1)
        limit, full, offline = np.minimum(self.n.reach[n], self.v.reach[v]), most["nearness"], self.near(n, v)
        near = np.floor(float(full) - float(full) * np.sqrt(squares.astype(float)) / np.maximum(limit, 1) + 0.5)
        turns = np.diff((self.n.free[n] & self.v.free[v]).astype(np.int8), prepend=0, append=0, axis=2)
        (pair, day, start), end = np.nonzero(turns == 1), np.nonzero(turns == -1)[2]
        long = 15 * (end - start) >= self.session[n][pair]
        minutes = np.bincount(pair[long], 15 * (end - start)[long], minlength=len(n)).astype(np.int64)
        longest = np.zeros(len(n), dtype=np.int64)
        np.maximum.at(longest, pair, 1000 * (end - start) + 999 - (96 * day + start))
        same = {
            k: np.bitwise_count(w[n] & self.v.words[k][v]).sum(axis=1, dtype=int) for k, w in self.n.words.items()
        }
        g = np.bitwise_count(self.n.words["goals"][n]).sum(axis=1, dtype=int)
        wanted = (2 * most["goals"] * same["goals"] + g) // np.maximum(2 * g, 1)
        parts = {
            "nearness": np.where(offline, np.where(limit == 0, full, near), full // 4).astype(int),
            "time": (2 * most["time"] * np.minimum(minutes, 360) + 360) // 720,
            "language": np.where(same["languages"] > 0, most["language"], most["language"] // 4),
            "goals": np.where(g == 0, most["goals"] // 2, wanted),
            "interests": most["interests"] * np.minimum(4, same["interests"]) // 4,
        }
        about = {"mode": np.where(offline, "in_person", "online"), "score": sum(parts.values())}
        about |= {"distance_m": (np.sqrt(squares) + 0.5).astype(int), "common_minutes": minutes}
        return {"n": n, "v": v, "slot": 999 - longest % 1000} | about | parts
