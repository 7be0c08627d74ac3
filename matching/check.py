"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

This file reads the same tables and the result, and shares no code with what made it. It goes newcomer by newcomer
over all volunteers, and proves the three objectives from the certificate instead of solving again.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

Row = dict[str, str]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]


def read(path: Path, skipped: list[int] | None = None) -> list[Row]:
    """The rows of a table, but for those that begin on a skipped line."""
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader, rows, line = csv.reader(file), [], 1
        for cells in reader:
            if cells and line not in (skipped or []):
                rows.append(cells)
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
    return np.packbits(windows.reshape(*free.shape[:-2], -1), axis=-1)


class Side:
    """The complete people of one table as columns."""

    def __init__(self, rows: list[Row], level: str) -> None:
        self.rows = [row for row in rows if row["x"] and row["y"] and row["availability"].strip(" ;")]
        self.ids = [row["id"] for row in self.rows]
        self.at = {one: place for place, one in enumerate(self.ids)}
        self.town, self.gender, self.wish = (
            np.array([row[column] for row in self.rows], dtype=object)
            for column in ("municipality", "gender", "buddy_gender")
        )
        self.home = np.array([(int(row["x"]), int(row["y"])) for row in self.rows]).reshape(-1, 2)
        self.reach = np.array([int(row["max_distance_m"]) for row in self.rows], dtype=np.int64)
        self.online = np.array([row["online"] == "yes" for row in self.rows], dtype=bool)
        self.level = np.array([LEVELS.index(row.get(level) or "A0") for row in self.rows], dtype=np.int64)
        self.free = np.array([week(row["availability"]) for row in self.rows], dtype=bool).reshape(-1, 7, 96)
        self.words = {
            name: [set(row[name].split()) for row in self.rows] for name in ("languages", "goals", "interests")
        }


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs."""

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        skipped = self.report.get("skipped_lines", {})
        people = {name: read(path, skipped.get(name)) if path else [] for name, path in tables.items()}
        self.everybody = [row["id"] for row in people["newcomers"]]
        self.n, self.v = Side(people["newcomers"], "dutch_level"), Side(people["volunteers"], "min_level")
        self.blocked = {(row["newcomer"], row["volunteer"]) for row in people["blocked"]}
        self.capacity = [int(row["capacity"]) for row in self.v.rows]
        self.session = [int(row.get("session_minutes") or 90) for row in self.n.rows]
        self.begins = {length: begins(self.v.free, -(-length // 15)) for length in set(self.session)}
        self.pairs, self.unmatched = read(folder / "pairs.csv"), read(folder / "unmatched.csv")
        ahead = [(row["waiting_since"], row["id"]) for row in self.n.rows]
        self.queue = sorted(range(len(ahead)), key=ahead.__getitem__)
        self.place = {n: place for place, n in enumerate(self.queue)}
        self.remain = [list(self.remaining(n)) for n in range(len(self.n.ids))]
        self.allowed = [remain[-1][1] for remain in self.remain]

    def remaining(self, n: int) -> Iterator[tuple[str, Any]]:
        """The volunteers that remain after each hard rule in turn; after the last, those who are allowed."""
        one, v, left = self.n, self.v, np.ones(len(self.v.ids), dtype=bool)
        speaks = one.level[n] >= LEVELS.index("A2")
        online = v.online & bool(one.online[n] and speaks)
        towns = {one.town[n]}.union(*(group for group in self.report["joint"] if one.town[n] in group))
        near = ((v.home - one.home[n]) ** 2).sum(axis=1) <= np.minimum(v.reach, one.reach[n]) ** 2
        common = self.begins[self.session[n]] & begins(one.free[n], -(-self.session[n] // 15))
        shared = [bool(one.words["languages"][n] & spoken) for spoken in v.words["languages"]]
        for name, holds in (
            ("volunteers", left),
            ("municipality", np.isin(v.town, list(towns)) | (online & self.report["online_across"])),
            ("not_blocked", np.array([(one.ids[n], other) not in self.blocked for other in v.ids], dtype=bool)),
            ("gender", np.isin(one.wish[n], ["", *"fm"]) & ((v.gender == one.wish[n]) | (one.wish[n] == ""))),
            ("gender", (v.wish == "") | (v.wish == one.gender[n])),
            ("level", one.level[n] >= v.level),
            ("language", np.array(shared, dtype=bool) | speaks),
            ("time", common.any(axis=-1)),
            ("place", near | online),
        ):
            left = left & holds
            yield name, np.flatnonzero(left)

    def facts(self, n: int) -> list[dict[str, str]]:
        """Rows of pairs.csv as they must be, for each allowed volunteer of a newcomer."""
        v, one, weights, session = self.allowed[n], self.n, self.report["weights"], self.session[n]
        squares = ((self.v.home[v] - one.home[n]) ** 2).sum(axis=1)
        limit = np.minimum(self.v.reach[v], one.reach[n])
        in_person, most = squares <= limit**2, weights["nearness"]
        near = np.floor(float(most) - float(most) * np.sqrt(squares.astype(float)) / np.maximum(limit, 1) + 0.5)
        edges = np.diff((one.free[n] & self.v.free[v]).astype(int), prepend=0, append=0, axis=2)
        spans: list[list[tuple[int, int, int]]] = [[] for _ in v]
        ends = np.argwhere(edges == -1)[:, 2].tolist()
        for (row, day, first), last in zip(np.argwhere(edges == 1).tolist(), ends, strict=True):
            spans[row] += [(15 * (first - last), day, 15 * first)] if 15 * (last - first) >= session else []
        rows = []
        for place, volunteer in enumerate(v.tolist()):
            same = {name: len(of[n] & self.v.words[name][volunteer]) for name, of in one.words.items()}
            minutes, goals = -sum(span[0] for span in spans[place]), len(one.words["goals"][n])
            (_longest, day, starts), offline = min(spans[place]), bool(in_person[place])
            parts = {
                "nearness": (int(near[place]) if limit[place] else most) if offline else most // 4,
                "time": (2 * weights["time"] * min(minutes, 360) + 360) // 720,
                "language": weights["language"] if same["languages"] else weights["language"] // 4,
                "goals": (2 * weights["goals"] * same["goals"] + (goals or 1)) // (2 * (goals or 1)),
                "interests": weights["interests"] * min(4, same["interests"]) // 4,
            } | ({} if goals else {"goals": weights["goals"] // 2})
            clock = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (starts, starts + session))
            facts = {"newcomer": one.ids[n], "volunteer": self.v.ids[volunteer], "score": sum(parts.values())}
            facts |= {"mode": "in_person" if offline else "online", "common_minutes": minutes}
            facts |= {"distance_m": int(np.sqrt(squares[place]) + 0.5), "suggested_slot": f"{DAYS[day]} {clock}"}
            rows.append({name: str(value) for name, value in (facts | parts).items()})
        return rows

    def failures(self) -> Iterator[str]:
        """Everything that does not hold, in words; first the pairs, then what rests on them."""
        named = Counter(row["newcomer"] for row in (*self.pairs, *self.unmatched))
        yield from (f"{one} stands {count} times in the result" for one, count in named.items() if count > 1)
        yield from (f"{one} is not in the result" for one in sorted(set(self.everybody) - set(named)))
        yield from (f"{one} is not in the input" for one in sorted(set(named) - set(self.everybody)))
        self.facts_of = {
            row["newcomer"]: self.facts(self.n.at[row["newcomer"]])
            for row in self.pairs
            if row["newcomer"] in self.n.at
        }
