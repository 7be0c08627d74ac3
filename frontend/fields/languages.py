"""Which languages somebody speaks: the common ones as large choices, all others in a list."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from frontend import language_names

COMMON = (
    "apc", "ary", "tir", "ukr", "tur", "eng", "pes", "prs", "som", "pol", "kmr", "ckb",
    "spa", "fra", "rus", "ron", "amh", "pus", "por", "bul", "deu", "nld",
)  # fmt: skip


class LanguagesWidget(forms.Widget):
    """Checkboxes with each language in its own words, and three lists for other languages."""

    template_name = "forms/languages.html"
    others = 3

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """Codes that were ticked or chosen."""
        get = data.getlist if hasattr(data, "getlist") else lambda key: data.get(key, [])
        return [code for code in get(name) if code]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Nothing ticked is an answer too."""
        return False

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Common languages as ``choices``, the rest in ``rows`` of lists."""
        chosen = list(value or [])
        rest = [code for code in chosen if code not in COMMON]
        context: dict[str, Any] = super().get_context(name, None, attrs)
        context["widget"]["choices"] = [
            {
                "code": code,
                "name": language_names.own_name(code),
                "also": language_names.name(code),
                "on": code in chosen,
            }
            for code in COMMON
        ]
        context["widget"]["rows"] = [rest[row] if row < len(rest) else "" for row in range(self.others)]
        context["widget"]["all"] = [each for each in language_names.every() if each[0] not in COMMON]
        return context


class LanguagesField(forms.MultipleChoiceField):
    """Cleaned: a list of ISO 639-3 codes, each once."""

    widget = LanguagesWidget
    default_error_messages = {"required": _("Choose at least one language.")}

    def __init__(self, **about: Any) -> None:
        super().__init__(choices=_choices, **about)

    def clean(self, value: Any) -> list[str]:
        """Codes in the order in which they were given.

        Raises:
            ValidationError: nothing was chosen, or a language that is not in the list.
        """
        codes = list(dict.fromkeys(value or []))
        if self.required and not codes:
            raise ValidationError(self.error_messages["required"], code="required")
        if not all(language_names.is_known(code) for code in codes):
            raise ValidationError(_("Choose languages from the list."), code="invalid_choice")
        return codes


def _choices() -> Iterator[tuple[str, str]]:
    yield from language_names.every()
