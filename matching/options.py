"""The choices of a round: which towns work together, online over all towns, the weights of the score, and places."""

from dataclasses import dataclass, field, fields

from matching.group_rows import Groups
from matching.venue_rows import Venues

MAX_WEIGHT = 100


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The most that each part of the score gives, 0..100; as they stand here they make 100 together."""

    nearness: int = 40
    time: int = 20
    language: int = 20
    goals: int = 12
    interests: int = 8

    def __post_init__(self) -> None:
        for part in fields(self):
            weight = getattr(self, part.name)
            if not isinstance(weight, int) or isinstance(weight, bool) or not 0 <= weight <= MAX_WEIGHT:
                raise ValueError(f"the weight of {part.name} is {weight}, not a whole number from 0 to 100")


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a round may choose.

    Attributes:
        joint: groups of municipalities that work together.
        pinned: (newcomer id, volunteer id) of the pairs that a coordinator decided.
        groups, venues: the language tables and the venues beside the people, if there are any.
    """

    joint: tuple[frozenset[str], ...] = ()
    online_across: bool = False
    weights: Weights = field(default_factory=Weights)
    pinned: tuple[tuple[str, str], ...] = ()
    groups: Groups | None = None
    venues: Venues | None = None
