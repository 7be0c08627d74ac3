"""The answers of a step in words, to read them once more before sending."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from backend.places.phrases import listed
from frontend.registration_forms.steps import StepForm


def summary_of(form: StepForm) -> list[tuple[str, str]]:
    """Questions with their answers in words; what was left empty is left out."""
    told = ((str(field.label), _in_words(field, form.cleaned_data.get(field.name))) for field in _visible(form))
    return [(question, answer) for question, answer in told if answer]


def _visible(form: StepForm) -> Iterator[BoundField]:
    return (field for field in form if not field.is_hidden)


def _in_words(field: BoundField, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if isinstance(field.field, forms.BooleanField):
        return _("Yes") if value else _("No")
    if isinstance(field.field, forms.MultipleChoiceField):
        return listed(_label(field.field.widget.choices, each) for each in value)
    if isinstance(field.field, forms.ChoiceField):
        return _label(field.field.widget.choices, value)
    return str(value)


def _label(choices: Iterable[tuple[Any, Any]], value: Any) -> str:
    for code, label in choices:
        if isinstance(label, (list, tuple)):
            found = _label(label, value)
            if found:
                return found
        elif str(code) == str(value):
            return str(label)
    return ""
