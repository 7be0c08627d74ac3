"""What came in, checked, and what goes out after a deed."""

from typing import Any

from django.db.models import Model
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer, Serializer


def checked(request: Request, body: type[Serializer[Any]]) -> dict[str, Any]:
    """The body as plain values.

    Raises:
        ValidationError: names every field that is missing or not valid.
    """
    wanted = body(data=request.data)
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


def made(row: Model, shown: type[BaseSerializer[Any]]) -> Response:
    """201 with what was made or changed."""
    return Response(shown(row).data, status=status.HTTP_201_CREATED)
