"""Pages for people with a role in the open town: coordinators, caseworkers, programme managers."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse

from backend.people.models import Caseworker, ConfidentialAdviser, Coordinator, PolicyOfficer, ProgrammeManager
from frontend.town import TownRequest

View = Callable[..., HttpResponse]
StaffRole = (
    type[Coordinator] | type[Caseworker] | type[ProgrammeManager] | type[ConfidentialAdviser] | type[PolicyOfficer]
)


def only_for(*roles: StaffRole) -> Callable[[View], View]:
    """Ask for a login; for anybody who has none of these roles in the open town the page does not exist."""

    def guard(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: TownRequest, *args: object, **kwargs: object) -> HttpResponse:
            mine = {"account": request.user, "until": None}
            if request.town is None or not any(role.objects.filter(**mine).exists() for role in roles):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard
