"""Where somebody lives: a postcode is a hint, the neighbourhood is a choice."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.places.models import Municipality, Neighbourhood
from frontend.fields import PostcodeField
from frontend.registration_forms.steps import StepForm, offer, radio

ELSEWHERE = "elsewhere"


class Where(StepForm):
    """The postcode, or the town. Cleaned: ``towns`` (codes) to choose the neighbourhood in."""

    postcode = PostcodeField(
        label=_("What is your postcode?"),
        help_text=_("The four digits are enough. You do not know it? Leave it empty."),
        required=False,
    )
    town = forms.ChoiceField(label=_("In which town do you live?"), required=False)

    def prepare(self) -> None:
        """The towns with a programme; when there is one only, there is nothing to choose."""
        super().prepare()
        self.open_towns = {town.code: town.name for town in Municipality.objects.with_programme()}
        if len(self.open_towns) == 1:
            del self.fields["town"]
        else:
            offer(self, "town", [("", _("Choose your town")), *self.open_towns.items()])

    def clean(self) -> dict[str, Any]:
        """The towns of the postcode, else the chosen one, else the only one."""
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        postcode = given["postcode"]
        towns = list(_towns_of(postcode)) if postcode else []
        open_ones = [code for code in towns if code in self.open_towns]
        if postcode and not open_ones:
            self.add_error("postcode", self._why_not(known=bool(towns)))
        elif not open_ones:
            open_ones = [given["town"]] if given.get("town") else list(self.open_towns)
        if len(open_ones) > 1 and not postcode:
            self.add_error("town", _("Fill in your postcode or choose your town."))
        return given | {"towns": open_ones}

    def _why_not(self, *, known: bool) -> str:
        if not known:
            return gettext("We do not know this postcode. Check it, or leave it empty.")
        return gettext("Taalmaatje is not in this town yet. It is in: %(towns)s.") % {
            "towns": ", ".join(self.open_towns.values())
        }


def _towns_of(postcode: str) -> set[str]:
    return set(Neighbourhood.objects.filter(postcode_shares__pc4=postcode).values_list("municipality", flat=True))


class InNeighbourhood(StepForm):
    """The neighbourhood: one near the postcode, or one from the list of the town."""

    near = radio(label=_("In which neighbourhood do you live?"), choices=[], required=False)
    neighbourhood = forms.ChoiceField(label=_("Your neighbourhood"), required=False)

    def prepare(self) -> None:
        """What lies around the postcode first, most people first; then everything, by name."""
        super().prepare()
        postcode, towns = self.answers.get("postcode") or "", self.answers.get("towns") or []
        listed = [each for town in towns for each in Neighbourhood.objects.current_in(town)]
        current = {each.pk: each for each in listed}
        self.town_of = {each.code: each.municipality_id for each in listed}
        near = Neighbourhood.objects.around_postcode(postcode).filter(pk__in=current) if postcode else []
        self._offer(near=[current[each.pk] for each in near], listed=listed)

    def _offer(self, *, near: list[Neighbourhood], listed: list[Neighbourhood]) -> None:
        by_district: dict[str, list[tuple[str, str]]] = {}
        for each in listed:
            by_district.setdefault(each.district.name, []).append((each.code, each.name))
        offer(self, "neighbourhood", [("", _("Choose from the list")), *sorted(by_district.items())])
        if near:
            elsewhere = (ELSEWHERE, _("Another neighbourhood: I choose it from the list"))
            offer(self, "near", [*((each.code, each.name) for each in near), elsewhere])
        else:
            del self.fields["near"]

    def clean(self) -> dict[str, Any]:
        """The chosen neighbourhood and its town."""
        given = super().clean() or self.cleaned_data
        near = given.get("near")
        code = near if near and near != ELSEWHERE else given.get("neighbourhood")
        if not code:
            self.add_error(
                "near" if "near" in self.fields and not near else "neighbourhood", _("Choose a neighbourhood.")
            )
            return given
        return given | {"near": "", "neighbourhood": code, "town": self.town_of[code]}
