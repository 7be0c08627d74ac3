"""When somebody has time in an ordinary week, and how to meet: changed by oneself at any moment."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.people import availability
from frontend.taking_part import forms
from frontend.taking_part.audience import Audience
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
        messages.success(request, _("Your times are saved. We use them from the next round on."))
        return audience.home()
    return audience.page(request, "week", form=form)
