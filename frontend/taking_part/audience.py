"""For whom a screen is: the page of a newcomer or of a volunteer, each for people with that role only."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from backend.meetings.models import Attendance
from backend.people.models import Newcomer, Volunteer
from frontend.town import TownRequest

P = ParamSpec("P")


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Whose page this is.

    Attributes:
        name: of the addresses ("newcomer:home") and of the folder with templates.
        side: the same in the rows of meetings, and the field of a pair or proposal that leads to the role.
        other: the field of a pair or proposal that leads to the other person.
    """

    name: str
    side: Attendance.Side
    other: str

    def role_of(self, request: TownRequest) -> Newcomer | Volunteer:
        """The row of this person in the open town, or 404."""
        if request.town is None:
            raise Http404
        if self.side == Attendance.Side.NEWCOMER:
            return get_object_or_404(
                Newcomer.objects.select_related("account", "neighbourhood"), account=request.user, left_on=None
            )
        return get_object_or_404(
            Volunteer.objects.select_related("account", "neighbourhood"), account=request.user, left_on=None
        )

    def home(self) -> HttpResponse:
        """Back to one's own page."""
        return redirect(f"{self.name}:home")


NEWCOMER = Audience(name="newcomer", side=Attendance.Side.NEWCOMER, other="volunteer")
VOLUNTEER = Audience(name="volunteer", side=Attendance.Side.VOLUNTEER, other="newcomer")

View = Callable[Concatenate[TownRequest, Audience, P], HttpResponse]


def for_audience(audience: Audience, view: View[P]) -> Callable[..., HttpResponse]:
    """This view as an address of one audience: asks for a login; for others it does not exist."""

    @login_required
    @wraps(view)
    def guarded(request: TownRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        audience.role_of(request)
        return view(request, audience, *args, **kwargs)

    return guarded
