"""A form is tried: what the deed made, or what there is to mend, said in the form itself."""

from collections.abc import Callable
from typing import TypeVar

from django.core.exceptions import NON_FIELD_ERRORS

from backend.places import clock
from frontend.caseworker import forms
from frontend.caseworker.deeds import REFUSALS as OF_THE_FILE
from frontend.caseworker.refusals import AGAINST
from frontend.caseworker.refusals import REFUSALS as OF_DECISIONS

Made = TypeVar("Made")
REFUSALS = OF_THE_FILE | OF_DECISIONS


def attempt(form: forms.Once, deed: Callable[..., Made], **about: object) -> Made | None:
    """What the deed made; None when there is something to mend, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return deed(**form.told(), **about, now=clock.now())
    except tuple(REFUSALS) as refusal:
        field, words = AGAINST.get(getattr(refusal, "code", ""), REFUSALS[type(refusal)])
        form.add_error(field if field in form.fields else NON_FIELD_ERRORS, str(words))
        form.renew()
    return None
