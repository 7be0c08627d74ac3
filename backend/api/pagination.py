"""Lists in pages: a cursor says where the next page begins, and nothing about people."""

import re
from typing import Any

from django.core.exceptions import ValidationError as NotAPosition
from django.db import DataError
from django.db.models import QuerySet
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request


class Cursor(CursorPagination):
    """Fifty rows a page, ``pageSize`` up to two hundred, in the order of the view's queryset."""

    page_size = 50
    page_size_query_param = "pageSize"
    max_page_size = 200

    def get_ordering(self, request: Request, queryset: QuerySet[Any], view: Any) -> tuple[Any, ...]:
        """That of the queryset."""
        return tuple(queryset.query.order_by)

    def get_page_size(self, request: Request) -> int:
        """As asked; more than the most is the most."""
        asked = request.query_params.get(self.page_size_query_param, str(self.page_size))
        if not re.fullmatch("0*[1-9][0-9]{0,20}", asked):
            raise ValidationError({self.page_size_query_param: [f"A number from 1 to {self.max_page_size}."]})
        return min(int(asked), self.max_page_size)

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        """One page; a cursor that we did not write is invalid input, wherever that shows."""
        try:
            return super().paginate_queryset(queryset, request, view)
        except (NotFound, NotAPosition, ValueError, DataError):
            raise ValidationError({self.cursor_query_param: ["Take a cursor from the last answer."]}) from None
