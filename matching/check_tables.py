"""The checker's part about language tables (docs/matching.md): seats, the reduction, and their half of the proofs.

A round with tables is a round of people whose volunteers include the nodes of the tables; so they are added as
rows behind the volunteers, and the rest is the ordinary check. Fillers are not added: what holds for them is said
of the places that people leave. Rule by rule in plain Python, and nothing is shared with what solves.
"""

import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from matching import check_proof
from matching.check import Check
from matching.check_cells import Column, column
from matching.check_columns import LEVELS, week, window
from matching.check_reading import Table, read
from matching.check_rules import NUMBERS

Row = dict[str, str]
NOBODY, NEVER = -1, 2**40
TABLE_REMAIN = [
    *("tables", "table_municipality", "table_not_blocked", "table_gender", "table_level", "table_language"),
    *("table_time", "table_place", "table_willing"),
]
A2 = LEVELS.index("A2")


def rows(table: Table) -> list[Row]:
    """A table row by row."""
    return [dict(zip(table, cells, strict=True)) for cells in zip(*table.values(), strict=True)]


def said(row: Row) -> Row:
    """What somebody said of places; when a word cannot be read, none of it counts."""
    told = {name: row.get(name, "") for name in ("group", "mother_tongue", "needs_venue")}
    are_readable = all(told[name] in ("", "yes", "no") for name in ("group", "needs_venue"))
    is_code = re.fullmatch("([a-z]{3})?", told["mother_tongue"], re.ASCII)
    return told if are_readable and is_code else dict.fromkeys(told, "")


def words(text: str) -> set[str]:
    return set(text.split())


class TablesCheck(Check):
    """A round that may have language tables; ``nodes`` are their rows by table and mother tongue."""

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        super().__init__(folder, {name: tables[name] for name in ("newcomers", "volunteers", "blocked")})
        skipped, path, blocked = self.report.get("skipped_lines", {}), tables.get("tables"), tables["blocked"]
        self.base, self.with_tables = len(self.ids), path is not None
        people = rows(self.waiting.table)
        self.newcomer = [row | said(row) for row in (people[place] for place in self.waiting.rows.tolist())]
        barred = rows(read(blocked, skipped.get("blocked", ()))) if blocked else []
        self.apart = {(row["newcomer"], row["volunteer"]) for row in barred}
        self.table = rows(read(path, skipped.get("tables", ()))) if path else []
        self.table.sort(key=lambda row: row["id"])
        self.nodes: dict[tuple[str, str], int] = {}
        self.decided = self.take_decided_seats()
        self.fillers = {row["id"]: self.expand(row) for row in self.table}
        self.sit()
        self.is_as_defined = not self.with_tables or self.join_certificate()

    def pin(self) -> None:
        """Pairs of two people first; whoever is pinned to a table follows when the tables are read."""
        pinned = self.report["pinned"]
        self.report["pinned"] = [pair for pair in pinned if pair[1] in self.row_v]
        super().pin()
        self.report["pinned"] = pinned

    def take_decided_seats(self) -> dict[tuple[int, str], int]:
        """Take the seats of who is pinned to a table, each as a place of its own, by newcomer and table."""
        by_id, found = {row["id"]: row for row in self.table}, dict[tuple[int, str], int]()
        for one, other in self.report["pinned"]:
            if other not in self.row_v:
                n, row = self.row_n[one], by_id[other]
                row["seats"] = str(int(row["seats"]) - 1)
                row["seated"] = f"{row.get('seated', '')} {self.newcomer[n]['mother_tongue']}"
                found[n, other] = len(self.ids)
                self.ids.append(f"{other}/{one}")
                self.capacity, self.is_left[n] = np.append(self.capacity, 1), False
                self.pinned.append((n, found[n, other]))
        self.ahead = np.cumsum(self.is_left) - 1
        return found

    def near(self, town: str) -> set[str]:
        """The towns that work together with one, and the town itself."""
        return {town}.union(*(group for group in self.report["joint"] if town in group))

    def expand(self, table: Row) -> int:
        """Add the nodes of a table; how many fillers it has."""
        seats, most, near = (
            int(table["seats"]),
            int(table.get("most_per_language") or 0),
            self.near(table["municipality"]),
        )
        left = [row for row, is_left in zip(self.newcomer, self.is_left, strict=True) if is_left]
        tongues = Counter(row["mother_tongue"] for row in left if row["municipality"] in near)
        seated = Counter(table.get("seated", "").split())
        places = {"*": seats}
        if most:
            room = {tongue: max(0, most - seated[tongue]) if tongue else seats for tongue in tongues}
            places = {tongue: min(seats, count, room[tongue]) for tongue, count in tongues.items()}
        for tongue, count in places.items():
            self.nodes[table["id"], tongue] = len(self.ids)
            self.ids.append(f"{table['id']}/{tongue}")
            self.row_v[self.ids[-1]] = self.nodes[table["id"], tongue]
            self.capacity = np.append(self.capacity, count)
        return max(0, sum(places.values()) - seats)

    def node(self, n: int, table: Row) -> int:
        """The node at which a newcomer would sit."""
        has_limit = int(table.get("most_per_language") or 0)
        if (n, table["id"]) in self.decided:
            return self.decided[n, table["id"]]
        return self.nodes.get((table["id"], self.newcomer[n]["mother_tongue"] if has_limit else "*"), NOBODY)

    def sit(self) -> None:
        """Take the seats of pairs.csv for places at nodes."""
        by_id = {table["id"]: table for table in self.table}
        for place, (n, other) in enumerate(zip(self.n.tolist(), self.pairs["volunteer"], strict=True)):
            if n >= 0 and other in by_id:
                self.v[place] = self.seat[n] = self.node(n, by_id[other])
                self.own[n] = self.seat[n] if self.is_left[n] else NOBODY

    def kept_rules(self, n: int, table: Row) -> int:
        """How many of the rules hold for a newcomer at a table, up to the first that does not."""
        row, wish = self.newcomer[n], self.newcomer[n]["buddy_gender"]
        level, gender = LEVELS.index(row["dutch_level"]), table.get("gender", "")
        squares = (int(row["x"]) - int(table["x"])) ** 2 + (int(row["y"]) - int(table["y"])) ** 2
        low, high = (
            LEVELS.index(table.get(name) or other) for name, other in (("min_level", "A0"), ("max_level", "C1"))
        )
        rules = (
            row["municipality"] in self.near(table["municipality"]),
            not any((row["id"], one) in self.apart for one in (table["id"], *table["volunteers"].split())),
            wish in ("", gender) and gender in ("", row["gender"]),
            low <= level <= high,
            level >= A2 or bool(words(row["languages"]) & words(table.get("languages", ""))),
            bool(self.whole_sessions(row, table)),
            squares <= int(row["max_distance_m"]) ** 2,
            row["group"] == "yes",
        )
        return next((place for place, holds in enumerate(rules) if not holds), len(rules))

    @staticmethod
    def whole_sessions(row: Row, table: Row) -> list[str]:
        """The sessions that a newcomer is free for, the longest first, of equal ones the earliest."""
        free = week(row["availability"])
        whole = [text for text in map(str.strip, table["sessions"].split(";")) if text and window(text) & ~free == 0]
        return sorted(whole, key=lambda text: (-window(text).bit_count(), window(text)))

    def seat_numbers(self, n: int, table: Row) -> dict[str, int]:
        """What NUMBERS names, of an allowed seat."""
        row, most, reach = self.newcomer[n], self.report["weights"], int(self.newcomer[n]["max_distance_m"])
        metres = math.sqrt((int(row["x"]) - int(table["x"])) ** 2 + (int(row["y"]) - int(table["y"])) ** 2)
        minutes = 15 * sum(window(text).bit_count() for text in self.whole_sessions(row, table))
        same = {name: words(row[name]) & words(table.get(name, "")) for name in ("languages", "goals", "interests")}
        wanted, full = len(words(row["goals"])), most["nearness"]
        goals = (2 * most["goals"] * len(same["goals"]) + wanted) // (2 * wanted) if wanted else most["goals"] // 2
        near = math.floor(float(full) - float(full) * metres / reach + 0.5) if reach else full
        parts = {
            "nearness": near,
            "time": (2 * most["time"] * min(minutes, 360) + 360) // 720,
            "language": most["language"] if same["languages"] else most["language"] // 4,
            "goals": goals,
            "interests": most["interests"] * min(4, len(same["interests"])) // 4,
        }
        numbers = {"score": sum(parts.values()), "distance_m": math.floor(metres + 0.5), "common_minutes": minutes}
        return parts | numbers | {"mode": 1}

    def failures(self) -> list[str]:
        """Also what does not hold of tables."""
        if not self.is_as_defined:
            return ["certificate: the nodes of the tables or their fillers are not as defined"]
        return super().failures()

    def join_certificate(self) -> bool:
        """Put what the certificate says of nodes beside what it says of volunteers, if they are the right ones."""
        certificate = self.report["certificate"]
        told = certificate["tables"]
        closed = {f"{one}/{tongue}": number for one, tongue, number in told["closed"]}
        prices = {f"{one}/{tongue}": price for one, tongue, price in told["prices"]}
        if {*closed, *prices} - self.row_v.keys():
            return False
        certificate["who"]["closed"] |= closed
        certificate["with_whom"]["volunteers"] |= prices
        return bool(told["fillers"].keys() == {table for table, count in self.fillers.items() if count})

    def look_at_all_pairs(self) -> bool:
        """Also at every newcomer with every table."""
        self.passed = np.zeros((self.size, len(TABLE_REMAIN)), dtype=int)
        self.passed[:, 0] = len(self.table)
        self.fill()
        if not super().look_at_all_pairs():
            return False
        for table in self.table:
            for n in range(self.size):
                kept = self.kept_rules(n, table)
                self.passed[n, 1 : kept + 1] += 1
                if kept == len(TABLE_REMAIN) - 1:
                    seat = (n, self.node(n, table), self.seat_numbers(n, table)["score"])
                    self.proof.places[seat[1]] = int(table["seats"])
                    check_proof.weigh(self.proof, *(np.array([number]) for number in seat))
        return True

    def count_rules(self) -> None:
        """A table is no volunteer."""
        super().count_rules()
        self.remain[:, 0] = self.base - self.size

    def counted(self) -> dict[str, Any]:
        """Also the tables, their seats before anybody was pinned there, and who has one."""
        if not self.with_tables:
            return super().counted()
        return super().counted() | {
            "tables": len(self.table),
            "seats": sum(int(table["seats"]) for table in self.table) + len(self.decided),
            "seated": sum(mode == "table" for mode in self.pairs["mode"]),
            "allowed_seats": int(self.passed[self.is_left, -1].sum()),
        }

    def fill(self) -> None:
        """Fillers take the places that people leave; where they take all of them, no place is free."""
        held = np.bincount(self.own[self.own >= 0], minlength=len(self.ids))
        self.left = {one: self.capacity[row] - held[row] for one, row in self.nodes.items()}
        for (table, tongue), row in self.nodes.items():
            if self.fillers[table] and self.places_left(table) <= self.fillers[table]:
                self.capacity[row] -= max(0, self.left[table, tongue])

    def places_left(self, table: str) -> int:
        """How many places of a table people leave."""
        return int(sum(max(0, count) for (one, _tongue), count in self.left.items() if one == table))

    def details(self, rows: Any) -> list[str]:
        """How many volunteers, and then tables, remain after each rule."""
        if not self.with_tables:
            return self.rules_counted(rows)
        of_tables = (" ".join(map("{}={}".format, TABLE_REMAIN, left)) for left in self.passed[rows].tolist())
        return list(map("{} {}".format, self.rules_counted(rows), of_tables))

    def rules_counted(self, rows: Any) -> list[str]:
        """How many volunteers remain after each rule."""
        return super().details(rows)

    def as_they_must_be(self, n: Any) -> dict[str, Column]:
        """For a seat the mode is ``table`` and the slot a whole session."""
        people, self.seat = self.seat, np.where(self.seat >= self.base, NOBODY, self.seat)
        of_pairs, self.seat = super().as_they_must_be(n), people
        texts = {name: list(cells) for name, cells in of_pairs.items()}
        by_node = {self.node(one, table): table for table in self.table for one in n.tolist()}
        for place, one in enumerate(n.tolist()):
            if self.seat[one] >= self.base:
                numbers = self.seat_numbers(one, by_node[self.seat[one]])
                for name in NUMBERS:
                    texts[name][place] = str(numbers[name])
                texts["mode"][place] = "table"
                sessions = self.whole_sessions(self.newcomer[one], by_node[self.seat[one]])
                texts["suggested_slot"][place] = sessions[0] if sessions else ""
        return {name: column(cells) for name, cells in texts.items()}

    def wrong_who(self) -> Iterator[str]:
        """Also: a filler at a closed node could move to any node of its table, so these are closed as well."""
        yield from super().wrong_who()
        for table, count in self.fillers.items():
            reach = {tongue: self.reach[row] for (one, tongue), row in self.nodes.items() if one == table}
            held = [tongue for tongue in reach if self.left[table, tongue] > 0 and reach[tongue] != NEVER]
            if count and held and max(reach.values()) > min(reach[tongue] for tongue in held):
                yield f"certificate: a node of {table} is closed, but not all that can be reached from there"

    def wrong_with_whom(self) -> Iterator[str]:
        """Also: no more people than seats, and the fillers' prices."""
        yield from super().wrong_with_whom()
        for table, count in self.fillers.items():
            price = {tongue: int(self.price[row]) for (one, tongue), row in self.nodes.items() if one == table}
            if not count:
                continue
            gain = self.report["certificate"]["tables"]["fillers"][table]
            filled = {price[tongue] for tongue in price if self.left[table, tongue] > 0}
            if self.places_left(table) < count:
                yield f"{table}: more people sit there than there are seats"
            if type(gain) is not int or -gain != min(price.values()) or filled - {-gain}:
                yield f"certificate: the prices of {table} do not prove the greatest sum"
