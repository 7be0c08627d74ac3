"""In which town a request acts: the one door through which pages and API come to the rows of a municipality."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django_scopes import scope

from backend.people.models import Account
from backend.people.roles import Roles, roles_of
from backend.places.models import Municipality

CHOICE = "town"  # the key in the session


class TownRequest(HttpRequest):
    """A request after the middleware; type views that ask for a login with it.

    Attributes:
        town: where this person acts; None for strangers and for people without a role.
        town_code: its CBS code, empty without a town.
        roles: all present roles of this person, in all towns.
    """

    if TYPE_CHECKING:
        user: Account
    town: Municipality | None
    town_code: str
    roles: Roles


class OpenTown:
    """Middleware: opens the rows of the town in which the account acts, for this request only.

    Somebody who acts in several towns chooses one on ``/mijn/``; the choice is kept in the session. A
    stranger has no town, so a view that reads rows without a login raises instead of leaking.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: TownRequest) -> HttpResponse:
        request.roles = roles_of(request.user) if request.user.is_authenticated else Roles()
        request.town = _town_of(request)
        request.town_code = request.town.code if request.town else ""
        if request.town is None:
            return self.get_response(request)
        with scope(municipality=request.town.code):
            return self.get_response(request)


def choose(request: TownRequest, code: str) -> bool:
    """Act in this town from now on; False when this person has nothing to do there."""
    if code not in _codes_of(request):
        return False
    request.session[CHOICE] = code
    return True


def _codes_of(request: TownRequest) -> tuple[str, ...]:
    if request.roles.is_operator:
        everywhere = Municipality.objects.with_programme().values_list("code", flat=True)
        return (*request.roles.towns, *everywhere)
    return request.roles.towns


def _town_of(request: TownRequest) -> Municipality | None:
    codes = _codes_of(request)
    if not codes:
        return None
    chosen = request.session.get(CHOICE)
    return Municipality.objects.get(pk=chosen if chosen in codes else codes[0])
