"""In which town am I: rows of a municipality cannot be read before the town is named.

``django_scopes.scope(municipality="GM0216")`` opens a town; a request does this in middleware, a task or
a command for each town in turn. Without it every query raises ``ScopeError`` instead of answering with
the rows of another municipality. ``django_scopes.scopes_disabled()`` is for the few deeds that must look
over the walls (who may act where, which towns are there), and each says why.
"""

import uuid
from typing import TypeVar

from django.db import models
from django_scopes import get_scope
from django_scopes.exceptions import ScopeError

Row = TypeVar("Row", bound=models.Model, covariant=True)


class TenantManager(models.Manager[Row]):
    """Reads the rows of the open town only, and refuses to answer while none is open."""

    def get_queryset(self) -> models.QuerySet[Row]:
        """All rows of the open town.

        Raises:
            ScopeError: no town is open.
        """
        rows = super().get_queryset()
        scope = get_scope()
        if scope and not scope["_enabled"]:
            return rows
        if "municipality" not in scope:
            raise ScopeError(f"Open a town with scope(municipality=...) before reading {self.model.__name__}.")
        return rows.filter(municipality_id=scope["municipality"])


class TenantRow(models.Model):
    """A row of one municipality, known by an id that tells nothing about it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.ForeignKey("places.Municipality", models.PROTECT, related_name="+")

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"  # never a person's name: this lands in logs
