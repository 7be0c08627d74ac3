"""All questions on one page, for a coordinator who registers somebody else.

Give ``answers={"towns": [code]}`` so that the neighbourhoods of that town can be chosen.
"""

from frontend.registration_forms.where import InNeighbourhood
from frontend.registration_forms.who import ByLetter, Who
from frontend.registration_forms.wishes import (
    Agree,
    How,
    Languages,
    NewcomerDutch,
    NewcomerGoals,
    NewcomerWhen,
    VolunteerGoals,
    VolunteerHelp,
    VolunteerWhen,
)

ABOUT = ("full_name", "call_name", "phone", "mail", "postal", "neighbourhood", "languages")
WITH_WHOM = ("max_distance_m", "online", "needs_house", "gender", "buddy_gender", "goals", "interests")
IN_A_GROUP = ("joins_tables", "mother_tongue")
AT_LAST = ("consent_version", "agrees")


class WholeNewcomer(
    Who, ByLetter, InNeighbourhood, Languages, NewcomerDutch, NewcomerWhen, How, NewcomerGoals, Agree
):
    """Everything that a newcomer tells."""

    field_order = (*ABOUT, "dutch_level", "week", "session_minutes", *WITH_WHOM, *IN_A_GROUP, *AT_LAST)


class WholeVolunteer(
    Who, ByLetter, InNeighbourhood, Languages, VolunteerWhen, VolunteerHelp, How, VolunteerGoals, Agree
):
    """Everything that a volunteer tells."""

    field_order = (*ABOUT, "week", "capacity", "min_level", *WITH_WHOM, *AT_LAST)
