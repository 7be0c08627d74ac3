"""Who leads a table: of few volunteers all at once, of many those whom a name finds. Works without JavaScript."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.people.models import Volunteer
from frontend import finding

if TYPE_CHECKING:
    _Volunteers = forms.ModelMultipleChoiceField[Volunteer]
else:
    _Volunteers = forms.ModelMultipleChoiceField

FEW = 30  # a list that is read at once; a community centre has about as many


class ByName(forms.CheckboxSelectMultiple):
    """Choices to tick, and above them a box to find others by name when ``is_long``."""

    template_name = "forms/by_name.html"
    is_long = is_found_now = finds_nobody = finds_more = False
    typed = ""

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """With what was typed in the box, and what came of it."""
        context = super().get_context(name, value, attrs)
        shown = ("is_long", "is_found_now", "finds_nobody", "finds_more", "typed")
        context["widget"] |= {each: getattr(self, each) for each in shown}
        return context


class LeadersField(_Volunteers):
    """Any volunteer of the town is a valid answer; ``offer`` says which of them are shown."""

    widget = ByName

    def __init__(self, **about: Any) -> None:
        super().__init__(
            None,
            label=_("Who leads it?"),
            error_messages={"required": _("Choose at least one volunteer.")},
            **about,
        )

    def label_from_instance(self, volunteer: Volunteer) -> str:
        """The name, with the neighbourhood: two may have the same name."""
        return f"{volunteer.account.full_name} · {volunteer.neighbourhood.name}"

    def offer(self, ticked: Iterable[str], typed: str, *, is_found_now: bool) -> None:
        """Show everybody where there are few; else who is ticked, and whom ``typed`` finds."""
        helping = Volunteer.objects.filter(left_on=None).select_related("account", "neighbourhood")
        self.queryset = helping.order_by("account__call_name", "pk")
        rows = list(self.queryset[: FEW + 1])
        if len(rows) > FEW:
            rows = self._offer_some(self.queryset, ticked, " ".join(typed.split())[: finding.LONGEST])
            self.widget.is_found_now = is_found_now
        self.widget.choices = [(row.pk, self.label_from_instance(row)) for row in rows]

    def _offer_some(self, helping: QuerySet[Volunteer], ticked: Iterable[str], typed: str) -> list[Volunteer]:
        ids = [known for each in ticked if (known := finding.an_id(str(each)))]
        chosen = list(helping.filter(pk__in=ids))
        others = finding.named(helping.exclude(pk__in=ids), typed, "account") if typed else helping.none()
        found = list(others[: FEW + 1])
        self.widget.is_long, self.widget.typed = True, typed
        self.widget.finds_nobody, self.widget.finds_more = bool(typed) and not found, len(found) > FEW
        return chosen + found[:FEW]
