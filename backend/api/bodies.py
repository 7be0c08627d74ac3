"""What came in, checked, and what goes out after a deed."""

from collections.abc import Callable, Mapping
from datetime import UTC
from typing import Any, TypeVar

from django.db import models
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.problems import sentence_of

Row = TypeVar("Row", bound=models.Model)


class Body(serializers.Serializer[Any]):
    """What a request says. A field that does not exist is refused: a wish with a typo in it would be lost."""

    def to_internal_value(self, data: Any) -> Any:
        """Plain values; the complaints about all fields come together."""
        found: dict[str, Any] = self.complaints(data) if isinstance(data, Mapping) else {}
        try:
            known = super().to_internal_value(data)
        except serializers.ValidationError as error:
            found |= error.detail if isinstance(error.detail, dict) else {}
        if found:
            raise serializers.ValidationError(found)
        return known

    def complaints(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """What is wrong with the whole, whatever its fields say."""
        return {name: ["There is no such field."] for name in data if name not in self.fields}


class Ruled(serializers.CharField):
    """A text that a rule of the domain puts in our notation; what the rule refuses is an error of this field."""

    def __init__(self, rule: Callable[[str], str], *refuses: type[Exception], **about: Any) -> None:
        self.rule, self.refuses = rule, refuses
        super().__init__(**about)

    def to_internal_value(self, data: Any) -> str:
        """As the domain writes it."""
        text = super().to_internal_value(data)
        self.run_validators(text)  # before the rule, which may be slow on a text without end
        try:
            return self.rule(text)
        except self.refuses as error:
            raise serializers.ValidationError(sentence_of(error)) from error


class _Moment(serializers.DateTimeField):
    """In UTC, whatever the clock on the wall says (NLGov /core/date-time/timezone)."""

    def __init__(self, **about: Any) -> None:
        super().__init__(default_timezone=UTC, **about)


class Shown(serializers.ModelSerializer[Row]):
    """What the caller sees of a row."""

    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {models.DateTimeField: _Moment}


def checked(request: Request, body: type[serializers.Serializer[Any]]) -> dict[str, Any]:
    """The body as plain values.

    Raises:
        ValidationError: names every field that is missing or not valid.
    """
    wanted = body(data=request.data)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def made(row: models.Model, shown: type[serializers.BaseSerializer[Any]]) -> Response:
    """201 with what was made or changed."""
    return Response(shown(row).data, status=status.HTTP_201_CREATED)
