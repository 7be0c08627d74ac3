"""One row of the table: the work, a named baseline, the ratio, what was aimed at, and whether it was reached."""

from dataclasses import dataclass

from benchmarks.matching.stage import Measured

HEADER = (
    f"{'work':<40}{'seconds':>9}{'MB':>7}  {'against':<38}{'seconds':>9}{'MB':>7}  {'ratio':>10}  {'target':>9}"
    f"{'stretch':>9}  verdict"
)


def verdict(ratio: float, target: float, stretch: float | None, *, least: bool) -> str:
    """``stretch``, ``met`` or ``missed``; ``least``: the ratio is to be as great as this, else as small."""

    def reaches(aim: float) -> bool:
        return ratio >= aim if least else ratio <= aim

    if not reaches(target):
        return "missed"
    return "stretch" if stretch is not None and reaches(stretch) else "met"


@dataclass(frozen=True)
class Line:
    """``baseline / work`` is how many times faster, unless ``is_share``: work / baseline, which is to be small.

    ``most_mb`` is the most memory that the work may need; ``holds`` is False when something else that was aimed at,
    and stands in ``what``, was not reached.
    """

    what: str
    work: Measured
    against: str
    baseline: Measured
    target: float
    stretch: float | None = None
    is_share: bool = False
    most_mb: float | None = None
    holds: bool = True

    @property
    def ratio(self) -> float:
        """Of the seconds."""
        one, other = self.work.seconds, self.baseline.seconds
        return one / other if self.is_share else other / one

    @property
    def verdict(self) -> str:
        """In a word; ``missed`` for memory too."""
        if not self.holds or (self.most_mb is not None and self.work.megabytes > self.most_mb):
            return "missed"
        return verdict(self.ratio, self.target, self.stretch, least=not self.is_share)

    def __str__(self) -> str:
        one, other, sign = self.work, self.baseline, "<=" if self.is_share else ">="
        stretch = "" if self.stretch is None else f"{sign} {self.stretch:g}"
        memory = "" if self.most_mb is None else f" (at most {self.most_mb:.0f} MB)"
        aims = f"{sign} {self.target:>6g}{stretch:>9}  {self.verdict}{memory}"
        return (
            f"{self.what:<40}{one.seconds:>9.3f}{one.megabytes:>7.0f}  {self.against:<38}{other.seconds:>9.3f}"
            f"{other.megabytes:>7.0f}  {self.ratio:>8.2f} x  {aims}"
        )
