"""Check a result without the solver: every rule, every number, and the certificate (docs/matching.md).

It reads the same tables and the result, and shares no code with what made it. It counts the allowed pairs again
(``matching.recount``), and proves the three objectives from the certificate instead of solving.
"""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from matching.recount import DAYS, PAIR_FACTS, RULES, Recount, Row, read


class Check:
    """One result and its input; ``tables`` are the files of newcomers, volunteers and blocked pairs."""

    def __init__(self, folder: Path, tables: dict[str, Path | None]) -> None:
        self.report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        skipped = self.report.get("skipped_lines", {})
        people = {name: read(path, skipped.get(name)) if path else [] for name, path in tables.items()}
        self.everybody = [row["id"] for row in people["newcomers"]]
        counted = Recount(people, self.report)
        self.n, self.v, self.all, self.count = counted.n, counted.v, counted.pairs, counted.count
        self.session = counted.session.tolist()
        self.first = np.searchsorted(self.all["n"], np.arange(len(self.n.ids) + 1)).tolist()
        self.capacity = [int(row["capacity"]) for row in self.v.rows]
        self.pairs, self.unmatched = read(folder / "pairs.csv"), read(folder / "unmatched.csv")
        self.seat = {self.n.at.get(row["newcomer"], -1): self.v.at.get(row["volunteer"], -1) for row in self.pairs}
        self.pinned = dict(self.report["pinned"])

    def failures(self) -> list[str]:
        """Everything that does not hold, in words; what rests on the pairs only when these are right."""
        found = [*self.wrong_rows(), *self.wrong_pairs()]
        return found or [*self.wrong_pins(), *self.wrong_who(), *self.wrong_with_whom()]

    def wrong_rows(self) -> Iterator[str]:
        named = Counter(row["newcomer"] for row in (*self.pairs, *self.unmatched))
        yield from (f"{one} stands {times} times in the result" for one, times in named.items() if times > 1)
        yield from (f"{one} is not in the result" for one in sorted(set(self.everybody) - set(named)))
        yield from (f"{one} is not in the input" for one in sorted(set(named) - set(self.everybody)))
        for row in self.unmatched:
            n, detail = self.n.at.get(row["newcomer"], -1), row["detail"]
            if n < 0:
                reason = "incomplete"
            elif self.first[n] < self.first[n + 1]:
                reason = "outranked"
            else:
                reason, detail = "no_candidate", " ".join(f"{rule}={self.count[rule][n]}" for rule in RULES)
            if (row["reason"], row["detail"]) != (reason, detail):
                yield f"{row['newcomer']} is {reason} {detail}, not {row['reason']} {row['detail']}"

    def rows(self, pairs: Any) -> Iterator[Row]:
        """Rows of pairs.csv as they must be for some allowed pairs."""
        for facts in zip(*(self.all[name][pairs].tolist() for name in PAIR_FACTS), strict=True):
            n, v, slot, *numbers = facts
            clock = [slot % 96 * 15 + more for more in (0, self.session[n])]
            text = f"{DAYS[slot // 96]} " + "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in clock)
            row = dict(zip(PAIR_FACTS[3:], map(str, numbers), strict=True)) | {"suggested_slot": text}
            yield row | {"newcomer": self.n.ids[n], "volunteer": self.v.ids[v]}

    def wrong_pairs(self) -> Iterator[str]:
        seated = np.array([self.seat.get(n, -1) for n in range(len(self.n.ids))], dtype=np.int64)
        chosen = np.flatnonzero(seated[self.all["n"]] == self.all["v"])
        right = {row["newcomer"]: row for row in self.rows(chosen)}
        for row in self.pairs:
            mine = right.get(row["newcomer"])
            if mine != row:
                wrong = "a number or the slot is not as defined" if mine else "this is not an allowed pair"
                yield f"{row['newcomer']} with {row['volunteer']}: {wrong}"

    def wrong_pins(self) -> Iterator[str]:
        """Decided pairs stand in the result; what is left is what the certificate is about."""
        for newcomer, volunteer in self.pinned.items():
            n, v = self.n.at.get(newcomer, -1), self.v.at.get(volunteer, -1)
            if self.seat.pop(n, None) != v:
                yield f"{newcomer} is pinned to {volunteer}, and is not matched so"
            self.capacity[v] -= 1

    def wrong_who(self) -> Iterator[str]:
        """From every unmatched newcomer, longest waiting first: only full volunteers, held by those ahead."""
        ahead = [(row["waiting_since"], row["id"]) for row in self.n.rows]
        holders: list[list[int]] = [[] for _ in self.v.ids]
        for n, v in self.seat.items():
            holders[v].append(n)
        closed, decided = set[int](), {self.n.at.get(newcomer) for newcomer in self.pinned}
        for waiting in sorted(set(range(len(ahead))) - set(self.seat) - decided, key=ahead.__getitem__):
            reached = [waiting]
            for n in reached:
                for v in set(self.all["v"][self.first[n] : self.first[n + 1]].tolist()) - closed:
                    closed.add(v)
                    reached += holders[v]
                    if len(holders[v]) < self.capacity[v] or any(ahead[one] > ahead[waiting] for one in holders[v]):
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
        seated = np.array([self.seat.get(n, -1) for n in range(len(self.n.ids))], dtype=np.int64)
        n, v, score = (self.all[name][seated[self.all["n"]] >= 0] for name in ("n", "v", "score"))
        slack = np.array([gain.get(one, 0) for one in self.n.ids])[n] + np.array(price)[v] - score
        for wrong in np.unique(n[(slack < 0) | ((slack != 0) & (seated[n] == v))]).tolist():
            yield f"certificate: the price of {self.n.ids[wrong]} does not prove the greatest sum"
        held = Counter(self.seat.values())
        for one, places in enumerate(self.capacity):
            if held[one] > places or price[one] < 0 or (price[one] > 0 and held[one] < places):
                facts = f"{held[one]} newcomers, {places} places, price {price[one]}"
                yield f"{self.v.ids[one]}: {facts} do not go together"
        since = np.array([self.n.rows[self.n.at[row["newcomer"]]]["waiting_since"] for row in self.pairs], "M8[D]")
        days = int((np.array(self.report["day"], dtype=since.dtype) - since).astype(int).sum())
        sums = {"people": len(since), "waiting_days": days, "score": sum(int(row["score"]) for row in self.pairs)}
        if self.report["objectives"] != sums:
            yield "report: the sums of the objectives are not those of the pairs"
