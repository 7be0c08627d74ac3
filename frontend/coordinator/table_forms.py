"""What a coordinator tells about a language table: shapes only; the rules are in ``language_tables``."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from backend.pairs.language_tables import TableFacts
from backend.pairs.models import LanguageTable
from backend.pairs.models.language_tables import MOST_SEATS
from backend.people.availability import QUARTER
from backend.people.models import DutchLevel, Goal
from backend.places.models import CommunityCentre
from frontend.coordinator.leaders_field import LeadersField
from frontend.fields import LanguagesField
from frontend.registration_forms.steps import several
from frontend.taking_part.forms import LENGTHS, WEEKDAYS
from frontend.templatetags.spoken import wall_time

if TYPE_CHECKING:
    _House = forms.ModelChoiceField[CommunityCentre]
else:
    _House = forms.ModelChoiceField

FIND = "leaders_find"
NO_LIMIT = (0, _("As many as want to"))


class _Houses(_House):
    def label_from_instance(self, house: CommunityCentre) -> str:
        return house.name


class AboutTable(forms.Form):
    """Everything about a table on one page."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For example: Language table of Wednesday morning.")
    )
    centre = _Houses(label=_("Where?"), queryset=None, empty_label=_("Choose a community centre"))
    weekday = forms.TypedChoiceField(label=_("Day"), choices=WEEKDAYS, coerce=int)
    starts_minute = forms.TypedChoiceField(
        label=_("From what time?"),
        choices=[(minute, wall_time(minute)) for minute in range(8 * 60, 22 * 60 + 1, QUARTER)],
        coerce=int,
        initial=10 * 60,
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int, initial=90)
    seats = forms.IntegerField(label=_("How many seats?"), min_value=1, max_value=MOST_SEATS, initial=8)
    leaders = LeadersField()
    min_level = forms.ChoiceField(label=_("From which level of Dutch?"), choices=DutchLevel.choices)
    max_level = forms.ChoiceField(
        label=_("Up to which level of Dutch?"), choices=DutchLevel.choices, initial=DutchLevel.C1
    )
    languages = LanguagesField(
        label=_("In which languages can people get help there?"),
        help_text=_("From level A2 on, Dutch is enough."),
        required=False,
    )
    women_only = forms.BooleanField(label=_("For women only"), required=False)
    most_per_language = forms.TypedChoiceField(
        label=_("How many people with the same mother tongue?"),
        help_text=_("A mixed table practises more Dutch."),
        choices=[NO_LIMIT, *((number, str(number)) for number in range(1, 7))],
        coerce=int,
        initial=0,
    )
    goals = several(label=_("What for?"), choices=Goal.choices)

    def __init__(self, *args: Any, **about: Any) -> None:
        super().__init__(*args, **about)
        houses = self.fields["centre"]
        houses.queryset = CommunityCentre.objects.filter(closed_on=None).order_by("name")  # type: ignore[attr-defined]
        typed = (self.data if self.is_bound else self.initial).get(FIND, "")
        ticked, is_found_now = self["leaders"].value() or [], FIND in self.initial
        self.fields["leaders"].offer(ticked, typed, is_found_now=is_found_now)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """The highest level is not below the lowest, and it ends on the same day."""
        given = super().clean() or self.cleaned_data
        if not self.errors and given["max_level"] < given["min_level"]:
            self.add_error("max_level", _("This level is lower than the one above."))
        if not self.errors and given["starts_minute"] + given["minutes"] > 24 * 60:
            self.add_error("minutes", _("A table ends on the same day."))
        return given

    @property
    def facts(self) -> TableFacts:
        """The cleaned fields as the domain knows them."""
        return TableFacts(**self.cleaned_data)


def as_typed(data: QueryDict) -> dict[str, Any]:
    """What stands in the form while a leader is looked for: nothing is judged yet."""
    fields = AboutTable.base_fields.items()
    typed = {name: field.widget.value_from_datadict(data, MultiValueDict(), name) for name, field in fields}
    return typed | {FIND: data.get(FIND, "")}


def known(table: LanguageTable) -> dict[str, Any]:
    """What the form shows of a table that is there."""
    facts = {name: getattr(table, name) for name in AboutTable.base_fields if name not in {"centre", "leaders"}}
    return facts | {"centre": table.centre_id, "leaders": [one.pk for one in table.leaders.all()]}
