"""What all parts of the past have in common: when it is, who works there, who is who."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID, uuid5

from backend.config.demo.chance import dice
from backend.config.demo.story import Story
from backend.config.demo.town import Staff
from backend.pairs.models import Pair, Proposal

_NAMESPACE = UUID("5a0f8ea9-7d64-4f5b-9d0b-2f6a3c1e7b10")


@dataclass(kw_only=True)
class World:
    """The demo while it is made.

    ``keys`` gives newcomers and volunteers, by row id, a name that is the same each time for the same seed.
    """

    seed: int
    first_day: date
    today: date
    staff: Staff
    story: Story = field(default_factory=Story)
    keys: dict[UUID, str] = field(default_factory=dict)

    def dice(self, *subject: Hashable) -> Random:
        """Dice of their own for this subject."""
        return dice(self.seed, *subject)

    def request(self, *subject: Hashable) -> UUID:
        """The request id of a deed about this subject: always the same."""
        return uuid5(_NAMESPACE, " ".join(map(str, (self.seed, *subject))))

    def key_of(self, two: Pair | Proposal) -> str:
        """The same name for a proposal and for the pair that it may become."""
        return f"{self.keys[two.newcomer_id]} and {self.keys[two.volunteer_id]}"

    def day(self, days_ago: int) -> date:
        """So many days before today."""
        return self.today - timedelta(days=days_ago)
