"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

It reads the same tables and the result, and shares no code with what made it. It goes newcomer by newcomer over
all volunteers, and proves the three objectives from the certificate instead of solving again.
"""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

Row = dict[str, str]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]


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


def begins(free: Any, quarters: int) -> Any:
    """Packed bits: where in the week an unbroken window of so many quarters begins."""
    windows = np.lib.stride_tricks.sliding_window_view(free, quarters, axis=-1).all(axis=-1)
    return np.packbits(windows, axis=-1)


class Side:
    """The complete people of one table as columns."""

    def __init__(self, rows: list[Row], level: str) -> None:
        self.rows = [row for row in rows if row["x"] and row["y"] and row["availability"].strip(" ;")]
        self.ids = [row["id"] for row in self.rows]
        self.at = {one: place for place, one in enumerate(self.ids)}
        text = [[row[name] for row in self.rows] for name in ("municipality", "gender", "buddy_gender")]
        self.town, self.gender, self.wish = (np.array(column, dtype=object) for column in text)
        self.home = np.array([(int(row["x"]), int(row["y"])) for row in self.rows]).reshape(-1, 2)
        self.reach = np.array([int(row["max_distance_m"]) for row in self.rows], dtype=np.int64)
        self.online = np.array([row["online"] == "yes" for row in self.rows], dtype=bool)
        self.level = np.array([LEVELS.index(row.get(level) or "A0") for row in self.rows], dtype=np.int64)
        self.free = np.array([week(row["availability"]) for row in self.rows], dtype=bool).reshape(-1, 7, 96)
        kinds = ("languages", "goals", "interests")
        self.words = {kind: [set(row[kind].split()) for row in self.rows] for kind in kinds}


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs."""

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        skipped = self.report.get("skipped_lines", {})
        people = {name: read(path, skipped.get(name)) if path else [] for name, path in tables.items()}
        self.everybody = [row["id"] for row in people["newcomers"]]
        self.n, self.v = Side(people["newcomers"], "dutch_level"), Side(people["volunteers"], "min_level")
        self.blocked = defaultdict[str, list[int]](list)
        for row in people["blocked"]:
            self.blocked[row["newcomer"]].append(self.v.at.get(row["volunteer"], -1))
        self.capacity = [int(row["capacity"]) for row in self.v.rows]
        self.pinned = dict(self.report["pinned"])
        self.session = [int(row.get("session_minutes") or 90) for row in self.n.rows]
        self.begins = {length: begins(self.v.free, -(-length // 15)) for length in set(self.session)}
        self.pairs, self.unmatched = read(folder / "pairs.csv"), read(folder / "unmatched.csv")
        self.remain = [dict(self.remaining(n)) for n in range(len(self.n.ids))]
        self.allowed = [remain.pop("allowed") for remain in self.remain]

    def remaining(self, n: int) -> Iterator[tuple[str, Any]]:
        """How many volunteers remain after each hard rule in turn, and at last those who are allowed."""
        one, v, wish, left = self.n, self.v, self.n.wish[n], np.ones(len(self.v.ids), dtype=bool)
        speaks = one.level[n] >= LEVELS.index("A2")
        online = v.online & bool(one.online[n] and speaks)
        towns = {one.town[n]}.union(*(group for group in self.report["joint"] if one.town[n] in group))
        near = ((v.home - one.home[n]) ** 2).sum(axis=1) <= np.minimum(v.reach, one.reach[n]) ** 2
        common = self.begins[self.session[n]] & begins(one.free[n], -(-self.session[n] // 15))
        shared = [not one.words["languages"][n].isdisjoint(spoken) for spoken in v.words["languages"]]
        for name, holds in (
            ("volunteers", left),
            ("municipality", np.isin(v.town, list(towns)) | (online & self.report["online_across"])),
            ("not_blocked", ~np.isin(np.arange(len(left)), self.blocked[one.ids[n]])),
            ("gender", ((v.gender == wish) | (wish == "")) & ((v.wish == "") | (v.wish == one.gender[n]))),
            ("level", one.level[n] >= v.level),
            ("language", np.array(shared, dtype=bool) | speaks),
            ("time", common.any(axis=(1, 2))),
            ("place", near | online),
        ):
            left = left & holds
            yield name, int(left.sum())
        yield "allowed", np.flatnonzero(left)

    def facts(self, n: int) -> Iterator[dict[str, Any]]:
        """Rows of pairs.csv as they must be, for each allowed volunteer of a newcomer."""
        v, one, most, session = self.allowed[n], self.n, self.report["weights"], self.session[n]
        squares, limit = ((self.v.home[v] - one.home[n]) ** 2).sum(axis=1), np.minimum(self.v.reach[v], one.reach[n])
        in_person, full = squares <= limit**2, most["nearness"]
        near = np.floor(float(full) - float(full) * np.sqrt(squares.astype(float)) / np.maximum(limit, 1) + 0.5)
        edges = np.diff((one.free[n] & self.v.free[v]).astype(np.int8), prepend=0, append=0, axis=2)
        spans: list[list[tuple[int, int, int]]] = [[] for _ in v]
        ends = np.argwhere(edges == -1)[:, 2].tolist()
        for (row, day, first), last in zip(np.argwhere(edges == 1).tolist(), ends, strict=True):
            spans[row] += [(15 * (first - last), day, 15 * first)] if 15 * (last - first) >= session else []
        for place, volunteer in enumerate(v.tolist()):
            same = {name: len(of[n] & self.v.words[name][volunteer]) for name, of in one.words.items()}
            minutes, goals = -sum(span[0] for span in spans[place]), len(one.words["goals"][n])
            (_longest, day, starts), offline = min(spans[place]), bool(in_person[place])
            wanted = (2 * most["goals"] * same["goals"] + goals) // (2 * goals) if goals else most["goals"] // 2
            parts = {
                "nearness": (int(near[place]) if limit[place] else full) if offline else full // 4,
                "time": (2 * most["time"] * min(minutes, 360) + 360) // 720,
                "language": most["language"] if same["languages"] else most["language"] // 4,
                "goals": wanted,
                "interests": most["interests"] * min(4, same["interests"]) // 4,
            }
            clock = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (starts, starts + session))
            facts = {"newcomer": one.ids[n], "volunteer": self.v.ids[volunteer], "score": sum(parts.values())}
            facts |= {"mode": "in_person" if offline else "online", "common_minutes": minutes}
            facts |= {"distance_m": int(np.sqrt(squares[place]) + 0.5), "suggested_slot": f"{DAYS[day]} {clock}"}
            yield facts | parts

    def failures(self) -> list[str]:
        """Everything that does not hold, in words; what rests on the pairs only when these are right."""
        self.seat, self.scores = dict[int, int](), dict[int, Any]()
        found = [*self.wrong_rows(), *(failure for row in self.pairs for failure in self.wrong_pair(row))]
        return found or [*self.wrong_pins(), *self.wrong_who(), *self.wrong_with_whom()]

    def wrong_pins(self) -> Iterator[str]:
        """Decided pairs stand in the result; what is left is what the certificate is about."""
        for newcomer, volunteer in self.pinned.items():
            n, v = self.n.at.get(newcomer, -1), self.v.at.get(volunteer, -1)
            if self.seat.pop(n, None) != v:
                yield f"{newcomer} is pinned to {volunteer}, and is not matched so"
            self.capacity[v] -= 1

    def wrong_rows(self) -> Iterator[str]:
        named = Counter(row["newcomer"] for row in (*self.pairs, *self.unmatched))
        yield from (f"{one} stands {times} times in the result" for one, times in named.items() if times > 1)
        yield from (f"{one} is not in the result" for one in sorted(set(self.everybody) - set(named)))
        yield from (f"{one} is not in the input" for one in sorted(set(named) - set(self.everybody)))
        for row in self.unmatched:
            n = self.n.at.get(row["newcomer"])
            reason = "incomplete" if n is None else "outranked" if len(self.allowed[n]) else "no_candidate"
            detail = "" if n is None else " ".join(f"{name}={count}" for name, count in self.remain[n].items())
            if row["reason"] != reason or (reason == "no_candidate" and row["detail"] != detail):
                yield f"{row['newcomer']} is {reason} {detail}, not {row['reason']} {row['detail']}"

    def wrong_pair(self, row: Row) -> Iterator[str]:
        n, v = self.n.at.get(row["newcomer"], -1), self.v.at.get(row["volunteer"], -1)
        facts = list(self.facts(n)) if n >= 0 else []
        mine = [fact for fact in facts if fact["volunteer"] == row["volunteer"]]
        if [{name: str(value) for name, value in fact.items()} for fact in mine] != [row]:
            wrong = "a number or the slot is not as defined" if mine else "this is not an allowed pair"
            yield f"{row['newcomer']} with {row['volunteer']}: {wrong}"
        self.seat[n], self.scores[n] = v, np.array([fact["score"] for fact in facts])

    def wrong_who(self) -> Iterator[str]:
        """From every unmatched newcomer, longest waiting first: only full volunteers, held by those ahead."""
        ahead = [(row["waiting_since"], row["id"]) for row in self.n.rows]
        holders: list[list[int]] = [[] for _ in self.v.ids]
        for n, v in self.seat.items():
            holders[v].append(n)
        closed: set[int] = set()
        decided = {self.n.at.get(newcomer) for newcomer in self.pinned}
        for waiting in sorted(set(range(len(ahead))) - set(self.seat) - decided, key=ahead.__getitem__):
            reached = [waiting]
            for v in (v for n in reached for v in self.allowed[n].tolist() if v not in closed):
                closed.add(v)
                reached += holders[v]
                if len(holders[v]) < self.capacity[v] or any(ahead[n] > ahead[waiting] for n in holders[v]):
                    yield f"{self.n.ids[waiting]} has no match, but {self.v.ids[v]} could have had a place"
        if {self.v.ids[v] for v in closed} != set(self.report["certificate"]["who"]["closed"]):
            yield "certificate: the closed volunteers are not those that the unmatched reach"

    def wrong_with_whom(self) -> Iterator[str]:
        """Capacity, sums, and the dual prices: integers, feasible over all allowed pairs, tight where it counts."""
        prices = self.report["certificate"]["with_whom"]
        gain, price = prices["newcomers"], [prices["volunteers"].get(one, 0) for one in self.v.ids]
        if {type(one) for one in (*gain.values(), *price)} - {int} or set(gain) != {self.n.ids[n] for n in self.seat}:
            yield "certificate: the prices are not integers for exactly the matched newcomers"
            return
        for n, v in self.seat.items():
            slack = gain[self.n.ids[n]] + np.array(price)[self.allowed[n]] - self.scores[n]
            if slack.min() < 0 or slack[self.allowed[n] == v] != 0:
                yield f"certificate: the price of {self.n.ids[n]} does not prove the greatest sum"
        held = Counter(self.seat.values())
        for v, places in enumerate(self.capacity):
            if held[v] > places or price[v] < 0 or (price[v] > 0 and held[v] < places):
                yield f"{self.v.ids[v]}: {held[v]} newcomers, {places} places, price {price[v]} do not go together"
        since = np.array([self.n.rows[self.n.at[row["newcomer"]]]["waiting_since"] for row in self.pairs], "M8[D]")
        days = int((np.array(self.report["day"], dtype=since.dtype) - since).astype(int).sum())
        sums = {"people": len(since), "waiting_days": days, "score": sum(int(row["score"]) for row in self.pairs)}
        if self.report["objectives"] != sums:
            yield "report: the sums of the objectives are not those of the pairs"
