"""A week filled in by tapping: parts of a day as large choices, other times by lists. Works without JavaScript."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.people.availability import NotAWindow, Window, merged
from frontend.templatetags.spoken import WEEKDAYS, until, wall_time

PARTS = (
    (9 * 60, 12 * 60, _("Morning")),
    (12 * 60, 17 * 60, _("Afternoon")),
    (18 * 60, 21 * 60, _("Evening")),
)
OTHER_ROWS = 3


class Week(tuple[Window, ...]):
    """Windows in the order of the week, that can be read as a sentence."""

    __slots__ = ()

    def __str__(self) -> str:
        return "; ".join(f"{WEEKDAYS[each.weekday]} {until(each.starts_minute, each.ends_minute)}" for each in self)


def _code(window: Window) -> str:
    return f"{window.weekday}-{window.starts_minute}-{window.ends_minute}"


class AvailabilityWidget(forms.Widget):
    """A row a weekday with its parts, and some rows for other times."""

    template_name = "forms/availability.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Codes ``weekday-start-end``; a row of lists that is partly filled in gives an incomplete code."""
        get = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key, [])
        codes = list(get(name))
        columns = (f"{name}_{part}" for part in ("day", "from", "to"))
        rows = zip(*(get(column) for column in columns), strict=False)
        return codes + ["-".join(row) for row in rows if any(row)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing ticked is an answer too."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """``days`` with their parts, ``rows`` for other times, and the choices of the lists."""
        codes = [_code(each) if isinstance(each, Window) else str(each) for each in value or []]
        parts = {f"{day}-{starts}-{ends}" for day in range(7) for starts, ends, _label in PARTS}
        others = [code.split("-") for code in codes if code not in parts and code.count("-") == 2]
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["widget"] |= {
            "parts": [{"label": label, "times": until(starts, ends)} for starts, ends, label in PARTS],
            "days": [
                {
                    "name": WEEKDAYS[day],
                    "cells": [
                        {"code": code, "label": label, "on": code in codes}
                        for starts, ends, label in PARTS
                        for code in [f"{day}-{starts}-{ends}"]
                    ],
                }
                for day in range(7)
            ],
            "rows": [others[row] if row < len(others) else ["", "", ""] for row in range(OTHER_ROWS)],
            "weekdays": [(str(day), WEEKDAYS[day]) for day in range(7)],
            "times": [(str(minute), wall_time(minute)) for minute in range(6 * 60, 24 * 60 + 1, 15)],
            "has_others": bool(others),
        }
        return context


class AvailabilityField(forms.Field):
    """Cleaned: a ``Week`` of windows in quarter hours, merged."""

    widget = AvailabilityWidget
    default_error_messages = {
        "required": _("Choose at least one time. Then we can look for somebody."),
        "incomplete": _("Fill in the day, the start and the end, or leave all three empty."),
        "backwards": _("The end must be later than the start."),
    }

    def clean(self, value: Any) -> Week:
        """The windows of all choices.

        Raises:
            ValidationError: nothing chosen, or a row that is not complete or not possible.
        """
        windows = Week(merged(self._windows(value or [])))
        if self.required and not windows:
            raise ValidationError(self.error_messages["required"], code="required")
        return windows

    def _windows(self, codes: Iterable[Any]) -> list[Window]:
        windows = []
        for code in codes:
            if isinstance(code, Window):
                windows.append(code)
                continue
            try:
                weekday, starts, ends = (int(part) for part in str(code).split("-"))
            except ValueError as error:
                raise ValidationError(self.error_messages["incomplete"], code="incomplete") from error
            try:
                windows.append(Window(weekday=weekday, starts_minute=starts, ends_minute=ends))
            except NotAWindow as error:
                raise ValidationError(self.error_messages["backwards"], code="backwards") from error
        return windows
