"""A newcomer's own participation hours for civic integration: looked at and kept by the newcomer alone."""

import uuid
from datetime import timedelta

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from backend.obligations import participation
from backend.obligations.models import ParticipationStatement
from backend.people.models import Newcomer
from frontend.caseworker import case_file, forms, writing
from frontend.pages import download, render_page
from frontend.town import TownRequest

ROUTES = {
    "Z": gettext_lazy("Z-route (800 hours)"),
    "MAP": gettext_lazy("MAP: work and participation"),
    "PVT": gettext_lazy("PVT: the participation statement"),
}


class Period(forms.Once):
    """For which part of civic integration, and which days."""

    route = django_forms.ChoiceField(label=gettext_lazy("What is it for?"), choices=list(ROUTES.items()))
    starts_on = forms.Day(label=gettext_lazy("From"))
    ends_on = forms.Day(label=gettext_lazy("Up to and including"))


def _only_who_learns(request: TownRequest) -> None:
    if request.town is None or not Newcomer.objects.filter(account=request.user).exists():
        raise Http404


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def mine(request: TownRequest) -> HttpResponse:
    """The own hours, and a statement of them on request."""
    _only_who_learns(request)
    today = case_file.today()
    proposed = {"request_id": uuid.uuid4(), "starts_on": today - timedelta(weeks=26), "ends_on": today}
    form = Period(request.POST if request.method == "POST" else None, initial=proposed)
    made = None
    if form.is_bound:
        made = writing.attempt(form, participation.issue, town=request.town_code, by=request.user)
    if made:
        messages.success(request, _("Your statement is ready. You can download it below."))
        return redirect("caseworker:participation")
    met = participation.meetings_of(request.user, starts_on=today - timedelta(weeks=52), ends_on=today)
    about = {
        "form": form,
        "minutes": sum(each.minutes for each in met),
        "statements": participation.own(request.user),
        "routes": ROUTES,
    }
    return render_page(request, "caseworker/participation.html", about, status=422 if form.errors else 200)


@never_cache
@login_required
@require_GET
def paper(request: TownRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The statement as PDF/A."""
    _only_who_learns(request)
    rows = ParticipationStatement.objects.filter(person_id=request.user.pk)
    found = get_object_or_404(rows, pk=statement_id)
    return download(participation.as_pdf(found), f"participatie-uren-{found.ends_on}.pdf")
