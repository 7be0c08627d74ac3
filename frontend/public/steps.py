"""The steps of signing up, in order: few questions a screen."""

from django.utils.translation import gettext_lazy as _

from frontend.public.flow import Answers, Step
from frontend.registration_forms import wishes
from frontend.registration_forms.where import InNeighbourhood, Where
from frontend.registration_forms.who import Who


def _is_stranger(answers: Answers) -> bool:
    return "account" not in answers


_ABOUT = (
    Step(slug="wie", title=_("Who are you?"), form=Who, is_needed=_is_stranger),
    Step(slug="waar", title=_("Where do you live?"), form=Where),
    Step(slug="buurt", title=_("Your neighbourhood"), form=InNeighbourhood),
    Step(slug="talen", title=_("Your languages"), form=wishes.Languages),
)
CHECK = Step(slug="controle", title=_("Is this right?"), form=wishes.Agree)

NEWCOMER = (
    *_ABOUT,
    Step(slug="nederlands", title=_("Your Dutch"), form=wishes.NewcomerDutch),
    Step(slug="wanneer", title=_("When do you have time?"), form=wishes.NewcomerWhen),
    Step(slug="hoe", title=_("How and with whom?"), form=wishes.How),
    Step(slug="doelen", title=_("What do you want?"), form=wishes.NewcomerGoals),
    CHECK,
)
VOLUNTEER = (
    *_ABOUT,
    Step(slug="hulp", title=_("Whom do you want to help?"), form=wishes.VolunteerHelp),
    Step(slug="wanneer", title=_("When do you have time?"), form=wishes.VolunteerWhen),
    Step(slug="hoe", title=_("How and with whom?"), form=wishes.How),
    Step(slug="doelen", title=_("What do you like?"), form=wishes.VolunteerGoals),
    CHECK,
)
