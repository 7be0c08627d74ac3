"""A form that is one step of several."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class StepForm(forms.Form):
    """A form that may look at the answers of the steps before it."""

    def __init__(self, *args: Any, answers: Mapping[str, Any] | None = None, **about: Any) -> None:
        super().__init__(*args, **about)
        self.answers = answers or {}
        self.prepare()

    def prepare(self) -> None:
        """Set the choices that depend on earlier answers."""


def radio(*, label: Any, choices: Any, coerce: Any = str, **about: Any) -> forms.TypedChoiceField:
    """One of a few, all in sight."""
    return forms.TypedChoiceField(
        label=label,
        choices=choices,
        coerce=coerce,
        widget=forms.RadioSelect,
        empty_value=None,
        error_messages={"required": _("Choose one of the answers.")},
        **about,
    )


def several(*, label: Any, choices: Any, **about: Any) -> forms.MultipleChoiceField:
    """Any of a few, none is fine too."""
    return forms.MultipleChoiceField(
        label=label, choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **about
    )


def offer(form: forms.Form, name: str, choices: Sequence[Any]) -> None:
    """Set what can be chosen in a field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
