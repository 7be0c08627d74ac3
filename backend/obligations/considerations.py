"""What is weighed before something is asked of somebody: codes that stand in the decision (Awb 3:2, 3:46).

The first six are what the law asks of the work (Participatiewet art. 9 lid 1 onder c). Whoever cares for somebody
is asked only after the municipality made sure that the care and the hours go together (art. 9 lid 2; in the text of
2012 art. 9 lid 6). What an ordinance makes of that, and of the distance to work, is data
(``exclude_if_informal_carer``, ``distance_to_labour_market``).
"""

from enum import StrEnum


class Consideration(StrEnum):
    """Something that was looked at."""

    UNPAID = "UNPAID"
    USEFUL = "USEFUL"
    ADDITIONAL = "ADDITIONAL"
    NO_DISPLACEMENT = "NO_DISPLACEMENT"
    WITHIN_ABILITY = "WITHIN_ABILITY"
    NOT_IN_THE_WAY_OF_WORK = "NOT_IN_THE_WAY_OF_WORK"
    NO_CARE = "NO_CARE"
    CARE = "CARE"
    CARE_FITS = "CARE_FITS"
    NEAR_TO_WORK = "NEAR_TO_WORK"
    FAR_FROM_WORK = "FAR_FROM_WORK"


ASKED_BY_LAW = (
    Consideration.UNPAID,
    Consideration.USEFUL,
    Consideration.ADDITIONAL,
    Consideration.NO_DISPLACEMENT,
    Consideration.WITHIN_ABILITY,
    Consideration.NOT_IN_THE_WAY_OF_WORK,
)
CARES = frozenset({Consideration.CARE, Consideration.CARE_FITS})
DISTANCE = {"near": Consideration.NEAR_TO_WORK, "far": Consideration.FAR_FROM_WORK}
