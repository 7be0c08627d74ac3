"""Whose request it is, in which town it acts, and which rows it sees: the same as for pages."""

from typing import Any, TypeVar, cast

from django.db.models import Model, QuerySet
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from backend.people.models import Account
from backend.people.roles import RoleKind, Roles

Row = TypeVar("Row", bound=Model)


def account_of(request: Request) -> Account:
    """Who is logged in."""
    return cast(Account, request.user)


def town_of(request: Request) -> str:
    """The code of the town that the middleware opened; 404 for somebody without a role."""
    town = getattr(request._request, "town_code", "")  # noqa: SLF001 - DRF keeps Django's request there
    if not town:
        raise NotFound
    return str(town)


def roles_of(request: Request) -> frozenset[RoleKind]:
    """The present roles in the open town, which the middleware has looked up."""
    roles: Roles = request._request.roles  # type: ignore[attr-defined]  # noqa: SLF001
    return roles.in_town(town_of(request))


class TakesPart(BasePermission):
    """Logged in and with a role in a town; for others nothing exists."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Anonymous requests are answered with 403, others without a town with 404."""
        return bool(request.user.is_authenticated) and bool(town_of(request))


class _Holds(TakesPart):
    role: RoleKind

    def has_permission(self, request: Request, view: APIView) -> bool:
        """404 for whoever does not have this role in the open town."""
        if not super().has_permission(request, view):
            return False
        if self.role not in roles_of(request):
            raise NotFound
        return True


class Coordinates(_Holds):
    """Coordinates in the open town; for everybody else nothing exists."""

    role = RoleKind.COORDINATOR


class GuidesClients(_Holds):
    """A caseworker of the open town; for everybody else nothing exists."""

    role = RoleKind.CASEWORKER


class LearnsHere(_Holds):
    """A newcomer of the open town; for everybody else nothing exists."""

    role = RoleKind.NEWCOMER


class Visible(GenericViewSet[Row]):
    """Rows of one kind by their ids; the caller sees those that ``visible_to`` of that kind gives."""

    rows: Any  # the manager of the kind
    lookup_value_converter = "uuid"
    permission_classes = [TakesPart]

    def get_queryset(self) -> QuerySet[Row]:
        """In the order of the ids, which tells nothing."""
        seen: QuerySet[Row] = self.rows.visible_to(account_of(self.request)).order_by("pk")
        return seen
