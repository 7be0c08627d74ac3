"""Facts as people think of them: minutes on the way, parts of a day, and the one rule at which nobody is left.

The words of the command line and those of the application both start from here.
"""

from collections.abc import Mapping
from typing import Any

from matching import feasibility

# 15 km an hour by bicycle and 5 on foot, on a route a quarter longer than the straight line: an estimate
METRES_A_MINUTE_BY_BICYCLE = 200
METRES_A_MINUTE_ON_FOOT = 67
AFTERNOON, EVENING = 12 * 60, 17 * 60
FEWEST_TO_SAY = 5  # a smaller group is not counted aloud
# each has the volunteers who are left after all rules before it, so the first without anybody is the cause
RULES_IN_TURN = ("volunteers", *(name for name, _rule in feasibility.RULES))
MAY_BE_SAID = ("level", "language", "time", "place", "venue")


def bicycle_minutes(metres: int) -> int:
    """About how long a straight distance takes by bicycle, at least a minute."""
    return max(1, -(-metres // METRES_A_MINUTE_BY_BICYCLE))


def walking_minutes(metres: int) -> int:
    """About how long a straight distance takes on foot, at least a minute."""
    return max(1, -(-metres // METRES_A_MINUTE_ON_FOOT))


def part_of_day(starts_minute: int) -> str:
    """``morning``, ``afternoon`` or ``evening``, of a moment in minutes since midnight."""
    if starts_minute >= EVENING:
        return "evening"
    return "afternoon" if starts_minute >= AFTERNOON else "morning"


def cause(detail: Mapping[str, Any]) -> str:
    """The first rule that leaves nobody, from the counts of ``no_candidate``; empty when nothing is to be said.

    Of towns, people kept apart and wishes about gender nothing is said: that would tell of somebody else.
    """
    first = next((rule for rule in (*RULES_IN_TURN, "venue") if detail.get(rule) == 0), "")
    return first if first in MAY_BE_SAID else ""
