"""Lists in pages: a cursor says where the next page begins, and nothing about people."""

from rest_framework.pagination import CursorPagination


class Cursor(CursorPagination):
    """Fifty rows a page, ``pageSize`` up to two hundred, in the order of the view's queryset."""

    page_size = 50
    page_size_query_param = "pageSize"
    max_page_size = 200
    ordering = "pk"


class InOrderOfWriting(Cursor):
    """The lines of a ledger as they were written."""

    ordering = "number"
