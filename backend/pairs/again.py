"""May these two be proposed to each other again, and from which day? Pure: a reason and a day, nothing else.

What circumstances ended may be tried again after a while. What was finished well may be renewed when both ask
for it: a coordinator lifts it. What did not work between the two is not proposed again.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from backend.pairs.models import EndReason, Proposal

A_QUARTER = timedelta(days=91)
HALF_A_YEAR = timedelta(days=182)
Declined = Proposal.DeclineReason

AFTER_AN_END: Mapping[str, timedelta] = {
    EndReason.TIMES_DO_NOT_FIT: A_QUARTER,
    EndReason.TOO_FAR: A_QUARTER,
    EndReason.TOO_BUSY: A_QUARTER,
    EndReason.ILLNESS: A_QUARTER,
    EndReason.CARE_AT_HOME: A_QUARTER,
    EndReason.PREGNANCY_BIRTH: HALF_A_YEAR,
    EndReason.LEVEL_MISMATCH: HALF_A_YEAR,
    EndReason.MOVED: HALF_A_YEAR,
}
AFTER_A_NO: Mapping[str, timedelta] = {
    Declined.TIMES: A_QUARTER,
    Declined.TOO_FAR: A_QUARTER,
    Declined.NOT_NOW: A_QUARTER,
    Declined.PREFER_NOT_TO_SAY: HALF_A_YEAR,
}


def apart_until(reasons: Mapping[str, timedelta], reason: str, on: date) -> date | None:
    """The last day on which they are not proposed; None as long as no coordinator lifts it."""
    pause = reasons.get(reason)
    return on + pause if pause else None
