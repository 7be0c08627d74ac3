"""The checker's part about venues (docs/matching.md): rule 8, tables given out, and the proof of it.

Only the pairs of the result are given tables, so everything is counted in plain Python; nothing is shared with what
solves.
"""

import math
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from matching import check_report, check_rules
from matching.check_columns import A_DAY, DAYS, week, window
from matching.check_reading import read
from matching.check_tables import Row, TablesCheck, rows, said

BEST = 2 * 50_000 * 672 + 671


def begins(free: int, quarters: int) -> int:
    """Of a week, as bits, the quarters at which an unbroken window of so many begins."""
    starts = free
    for later in range(1, quarters):
        starts &= free >> later
    return starts


def clock(quarter: int, minutes: int) -> str:
    """``wed 10:00-11:30`` from a quarter of the week on."""
    day, first = divmod(quarter, A_DAY)
    starts = 15 * first
    ends = starts + minutes
    return f"{DAYS[day]} {starts // 60:02}:{starts % 60:02}-{ends // 60:02}:{ends % 60:02}"


def blocks(venue: Row) -> dict[str, int]:
    """The blocks of a venue in the order of the week, and how many tables are free in each."""
    lasts, free, found = int(venue.get("block_minutes") or 90), week(venue["opening"]), dict[str, int]()
    taken = [window(text.strip()) for text in venue.get("taken", "").split(";") if text.strip()]
    quarter = 0
    while quarter < 7 * A_DAY:
        whole = ((1 << lasts // 15) - 1) << quarter
        if free >> quarter & 1 and free & whole == whole:
            found[clock(quarter, lasts)] = max(0, int(venue["tables"]) - sum(bool(bits & whole) for bits in taken))
            quarter += lasts // 15
        elif free >> quarter & 1:  # a rest that is too short: on to the end of this window
            while free >> quarter & 1:
                quarter += 1
        else:
            quarter += 1
    return found


class VenuesCheck(TablesCheck):
    """A round that may have language tables and venues."""

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        path, helping = tables.get("venues"), tables["volunteers"]
        super().__init__(folder, tables)
        skipped, self.folder = self.report.get("skipped_lines", {}), folder
        self.with_venues = path is not None
        self.venues = sorted(rows(read(path, skipped.get("venues", ()))) if path else [], key=lambda row: row["id"])
        known = {row["id"]: row for row in rows(read(helping, skipped.get("volunteers", ())))} if helping else {}
        self.person = [*self.newcomer, *(known[one] | said(known[one]) for one in self.ids[self.size : self.base])]
        self.needs = np.array([row["needs_venue"] == "yes" for row in self.person], dtype=bool)

    def reachable(self, venue: Row, n: int, v: int) -> bool:
        """Whether both may use a venue, and neither lives too far from it."""
        return all(
            person["municipality"] in self.near(venue["municipality"])
            and self.squares(person, venue) <= int(person["max_distance_m"]) ** 2
            for person in (self.person[n], self.person[v])
        )

    @staticmethod
    def squares(person: Row, venue: Row) -> int:
        """Squared metres from a home to a venue."""
        return (int(person["x"]) - int(venue["x"])) ** 2 + (int(person["y"]) - int(venue["y"])) ** 2

    def first_start(self, n: int, v: int, hours: int) -> int:
        """The first quarter of these hours at which a meeting of the two can begin; -1 when there is none."""
        quarters = -(-int(self.person[n].get("session_minutes") or 90) // 15)
        both = week(self.person[n]["availability"]) & week(self.person[v]["availability"]) & hours
        starts = begins(both, quarters)
        return (starts & -starts).bit_length() - 1

    def kept(self, found: Any) -> Any:
        """Rule 8: a pair that needs a venue has one."""
        if not self.with_venues:
            return super().kept(found)
        n, v = found[0], found[1]
        asked = np.flatnonzero((self.needs[n] | self.needs[v]) & check_rules.is_near(self.people, n, v))
        holds = np.ones(len(n), dtype=bool)
        for pair in asked.tolist():
            one, other = int(n[pair]), int(v[pair])
            holds[pair] = any(
                self.reachable(venue, one, other) and self.first_start(one, other, week(venue["opening"])) >= 0
                for venue in self.venues
            )
        return super().kept(found[:, holds])

    def rules_counted(self, rows: Any) -> list[str]:
        """Rule 8 is the last of those on pairs."""
        counted = super().rules_counted(rows)
        return [f"{each} venue=0" for each in counted] if self.with_venues else counted

    def failures(self) -> list[str]:
        """Also what does not hold of the tables given out."""
        found = super().failures()
        return found or (list(self.wrong_places()) if self.with_venues else [])

    def wrong_places(self) -> Iterator[str]:
        """Every row of places.csv, the places of each block, and both halves of the proof."""
        told = self.report["certificate"]["venues"]
        pairs = [
            (n, int(self.seat[n]))
            for n in range(self.size)
            if 0 <= self.seat[n] < self.base and self.needs[[n, self.seat[n]]].any()
        ]
        pairs = [(n, v) for n, v in pairs if check_rules.is_near(self.people, n, v)]
        seatings = {(venue["id"], block): free for venue in self.venues for block, free in blocks(venue).items()}
        scores = {n: self.scores(n, v) for n, v in pairs}
        rows_of = {row["newcomer"]: row for row in rows(read(self.folder / "places.csv"))}
        if list(rows_of) != sorted(self.ids[n] for n, _v in pairs):
            yield "places.csv does not hold exactly the pairs that need a venue"
            return
        seat, held = dict[int, Any](), Counter[Any]()
        for n, v in pairs:
            row = rows_of[self.ids[n]]
            at = next((key for key in scores[n] if self.is_row(row, n, v, key, held[key] + 1)), None)
            if row["volunteer"] != self.ids[v] or (at is None) != (not row["venue"]):
                yield f"{self.ids[n]}: the table in places.csv is not as defined"
            elif at is not None:
                seat[n], held[at] = at, held[at] + 1
        yield from self.wrong_giving_out(told, seatings, scores, seat)
        right = {"seatings": len(seatings), "need_a_venue": len(pairs), "without_a_table": len(pairs) - len(seat)}
        yield from check_report.wrong_counts(self, right)

    def scores(self, n: int, v: int) -> dict[tuple[str, str], int]:
        """The blocks that a pair could have, with the score of each."""
        found = {}
        for venue in self.venues:
            metres = sum(math.floor(math.sqrt(self.squares(self.person[one], venue)) + 0.5) for one in (n, v))
            for block in blocks(venue):
                if self.reachable(venue, n, v) and self.first_start(n, v, window(block)) >= 0:
                    day, quarter = divmod((window(block) & -window(block)).bit_length() - 1, A_DAY)
                    found[venue["id"], block] = BEST - metres * 672 - (day * 96 + quarter)
        return found

    def is_row(self, row: Row, n: int, v: int, at: tuple[str, str], number: int) -> bool:  # noqa: PLR0917 - one row
        """Whether a row of places.csv gives this table in this block."""
        minutes = int(self.person[n].get("session_minutes") or 90)
        slot = clock(self.first_start(n, v, window(at[1])), minutes)
        return (row["venue"], row["table"], row["slot"]) == (at[0], str(number), slot)

    def wrong_giving_out(self, told: Any, seatings: Any, scores: Any, seat: Any) -> Iterator[str]:
        """As for volunteers: who has no table, and the greatest sum."""
        reach = {(venue, block): number for venue, block, number in told["closed"]}
        price = {(venue, block): number for venue, block, number in told["prices"]}
        gain, held = told["newcomers"], Counter(seat.values())
        if {*map(type, (*reach.values(), *price.values(), *gain.values()))} - {int}:
            yield "certificate: the numbers of the venues are not integers"
        if gain.keys() != {self.ids[n] for n in seat}:
            yield "certificate: there is not one price for each of the pairs with a table"
            return
        for place, (n, every) in enumerate(scores.items()):
            bound = reach.get(seat[n], math.inf) if n in seat else place
            is_behind = n in seat and bound <= place
            if is_behind or any(reach.get(at, math.inf) > bound for at in every):
                yield f"{self.ids[n]}: the certificate does not prove who has a table"
            slack = {at: gain.get(self.ids[n], 0) + price.get(at, 0) - score for at, score in every.items()}
            if n in seat and (min(slack.values()) < 0 or slack[seat[n]]):
                yield f"certificate: the price of {self.ids[n]} does not prove the best table"
        for at, free in seatings.items():
            if held[at] > free or price.get(at, 0) < 0 or (held[at] < free and (price.get(at, 0) or at in reach)):
                yield f"{at[0]}, {at[1]}: {held[at]} pairs, {free} tables and the certificate do not go together"
