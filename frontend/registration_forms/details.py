"""From checked answers to what the domain wants to know."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, TypeVar

from backend.people.models import Account
from backend.people.registration import NewcomerDetails, VolunteerDetails

Details = TypeVar("Details", NewcomerDetails, VolunteerDetails)


def details_of(
    kind: type[Details], answers: Mapping[str, Any], *, language: str, account: Account | None = None
) -> Details:
    """The answers of all steps as one record; ``account`` is who is logged in and so did not tell a name."""
    known = {"full_name": account.full_name, "call_name": account.call_name} if account else {}
    told = {**known, **answers, "language": account.language if account else language}
    names = {field.name for field in fields(kind)}
    return kind(**{name: _frozen(value) for name, value in told.items() if name in names})


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
