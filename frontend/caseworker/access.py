"""Who comes in here: caseworkers of the open town. For everybody else these pages do not exist."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from backend.people.models import Caseworker
from frontend.town import TownRequest

P = ParamSpec("P")
View = Callable[Concatenate[TownRequest, P], HttpResponse]
Guarded = Callable[..., HttpResponse]


def caseworkers_only(view: View[P]) -> Guarded:
    """Ask for a login; answer anybody who is no caseworker in the open town with 404."""

    @login_required
    @wraps(view)
    def guarded(request: TownRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.town is None or not Caseworker.objects.filter(account=request.user, until=None).exists():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
