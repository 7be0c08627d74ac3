"""Registering somebody who cannot do it alone: one page, with the person beside you."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backend.people import consent, registration
from backend.people.registration import NewcomerDetails, VolunteerDetails
from backend.places import clock
from frontend.coordinator.access import coordinators_only
from frontend.pages import render_page
from frontend.registration_forms.details import details_of
from frontend.registration_forms.in_one_go import WholeNewcomer, WholeVolunteer
from frontend.town import TownRequest


def _request_id(request: TownRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("request_id", ""))
    except ValueError:
        return uuid.uuid4()


def _register(request: TownRequest, form: WholeNewcomer | WholeVolunteer) -> bool:
    about: dict[str, Any] = {
        "town": request.town_code,
        "request_id": _request_id(request),
        "now": clock.now(),
        "registered_by": request.user,
    }
    language = request.POST.get("language") or request.user.language
    try:
        if isinstance(form, WholeNewcomer):
            details = details_of(NewcomerDetails, form.cleaned_data, language=language)
            registration.register_newcomer(about=details, **about)
        else:
            helper = details_of(VolunteerDetails, form.cleaned_data, language=language)
            registration.register_volunteer(about=helper, **about)
    except registration.TakesPartAlready:
        form.add_error(None, _("This person takes part already. Look in the list."))
    except registration.RequestUsedBefore:
        form.add_error(None, _("This form was sent before with other answers. Open a new one for a new person."))
    except registration.NotAName:
        form.add_error("full_name", _("Write the name only, without an address of a site or a mailbox."))
    return not form.errors


@require_http_methods(["GET", "POST"])
@coordinators_only
def register(request: TownRequest, role: str) -> HttpResponse:
    """The whole form on one page; consent is given by the person and noted by the coordinator."""
    kind = WholeNewcomer if role == "newcomer" else WholeVolunteer
    answers = {"towns": [request.town_code]}
    form = kind(request.POST or None, answers=answers)
    if request.method == "POST" and form.is_valid() and _register(request, form):
        messages.success(request, _("%(name)s takes part now.") % {"name": form.cleaned_data["full_name"]})
        return redirect("coordinator:waiting" if role == "newcomer" else "coordinator:volunteers")
    context = {
        "form": form,
        "role": role,
        "request_id": request.POST.get("request_id") or uuid.uuid4(),
        "consent_text": f"consent/{consent.CURRENT}.html",
    }
    return render_page(request, "coordinator/register.html", context, status=422 if form.errors else 200)
