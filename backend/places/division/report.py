"""What an import did: how many rows came in, changed or stayed, which were refused and why."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Count:
    """Of one kind of row: how many are new, changed, as they were, and gone."""

    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0

    @property
    def did_something(self) -> bool:
        """Whether a row of the database is other than before."""
        return bool(self.new or self.changed or self.gone)

    def __str__(self) -> str:
        gone = f", {self.gone:,} taken away" if self.gone else ""
        return f"{self.new:,} new, {self.changed:,} changed, {self.same:,} as they were{gone}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A row that was not read: where it stands, what was wrong and what to do."""

    where: str
    why: str


@dataclass(kw_only=True, slots=True)
class Report:
    """The outcome for one file."""

    file: Path
    rows: int
    years: Sequence[int] = ()
    year_was_assumed: bool = False
    counts: dict[str, Count] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def did_something(self) -> bool:
        """Whether the database is other than before."""
        return any(count.did_something for count in self.counts.values())

    def remark(self, what: str, names: Sequence[str]) -> None:
        """Say something about some rows, if there are any, with the first few by name."""
        if names:
            more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
            self.remarks.append(f"{len(names):,} {what}: {', '.join(names[:_SHOWN])}{more}.")

    def lines(self) -> list[str]:
        """The whole report, for a terminal."""
        division = f", division of {' and '.join(map(str, self.years))}" if self.years else ""
        assumed = " (the file names no year: --year tells another)" if self.year_was_assumed else ""
        said = [f"{self.file.name}: {self.rows:,} rows{division}{assumed}"]
        said += [f"  {kind}: {count}" for kind, count in self.counts.items() if count != Count()]
        said += [f"  {remark}" for remark in self.remarks]
        said += [] if self.did_something else ["  Nothing changed."]
        if self.refused:
            said += [f"  {len(self.refused):,} rows were not read:"]
            said += [f"    {one.where}: {one.why}" for one in self.refused]
        return said
