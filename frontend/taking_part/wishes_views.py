"""When somebody has time, what somebody wishes, and a break: changed by oneself at any moment."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.meetings.models import Attendance
from backend.pairs import regions
from backend.people import availability
from backend.people import wishes as wishing
from backend.places import clock
from frontend.taking_part import forms
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


@require_http_methods(["GET", "POST"])
def week(request: TownRequest, audience: Audience) -> HttpResponse:
    """The whole week at once; it takes the place of what was there."""
    role = audience.role_of(request)
    now_free = availability.week_of([role.account_id])[role.account_id]
    form = forms.MyWeek(request.POST if request.method == "POST" else None, initial={"week": now_free})
    if form.is_valid():
        availability.replace_week(
            town=request.town_code, account_id=role.account_id, windows=form.cleaned_data["week"]
        )
        messages.success(request, _("Your times are saved. We use them when we look for somebody again."))
        return audience.home()
    return show(request, audience, "week", form=form)


@require_http_methods(["GET", "POST"])
def wishes(request: TownRequest, audience: Audience) -> HttpResponse:
    """Languages, distance, online, with whom, what for."""
    role = audience.role_of(request)
    kind = forms.NewcomerWishes if audience.side == Attendance.Side.NEWCOMER else forms.VolunteerWishes
    initial = {name: getattr(role, name) for name in kind.base_fields if hasattr(role, name)}
    form = kind(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        wishing.change(role=role, wishes=form.cleaned_data, by=request.user, now=clock.now())
        messages.success(request, _("Your wishes are saved. We use them when we look for somebody again."))
        return audience.home()
    return show(request, audience, "wishes", form=form)


@require_http_methods(["GET", "POST"])
def take_a_break(request: TownRequest, audience: Audience) -> HttpResponse:
    """Nothing new for a while, or again."""
    role = audience.role_of(request)
    if request.method == "POST":
        if request.POST.get("wish") == "come_back":
            wishing.come_back(role=role, by=request.user, now=clock.now())
            messages.success(request, _("Welcome back. We look for somebody for you."))
        else:
            wishing.pause(role=role, by=request.user, now=clock.now())
            messages.success(request, _("You have a break now. You keep your place in the queue."))
        return audience.home()
    house = None if role.paused_since else regions.to_call(role.neighbourhood)
    return show(request, audience, "break", role=role, house=house)
