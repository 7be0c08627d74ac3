"""The file of one person: what stands in it, what a caseworker writes in it, and all of it to take away."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from backend.obligations import dossier, signals
from backend.obligations.models import Obligation
from backend.places import clock
from frontend.caseworker import case_file, deeds, forms, writing
from frontend.caseworker.access import caseworkers_only
from frontend.pages import download, render_page
from frontend.town import TownRequest


def own(request: TownRequest, obligation_id: uuid.UUID) -> Obligation:
    """A file of the own caseload.

    Raises:
        Http404: it is nobody's, or somebody else's.
    """
    found: Obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    return found


def context(obligation: Obligation) -> dict[str, Any]:
    """The file with its forms, and what only the caseworker sees: signals and how they were handled."""
    seen = signals.of_many([obligation], today=case_file.today())[obligation.pk]
    handled = obligation.signals_handled.order_by("-at")
    return case_file.context(obligation) | case_file.new_forms() | {"seen": seen, "handled": handled}


@caseworkers_only
@require_GET
def person(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """The file of one person."""
    return render_page(request, "caseworker/person.html", context(own(request, obligation_id)))


@caseworkers_only
@require_http_methods(["GET", "POST"])
def write(request: TownRequest, obligation_id: uuid.UUID, name: str) -> HttpResponse:
    """A page with one form for one deed; afterwards the file, which says that it was done."""
    obligation = own(request, obligation_id)
    if name not in deeds.DEEDS:
        raise Http404
    deed = deeds.DEEDS[name]
    proposed = case_file.new_letter() | {"day": case_file.today(), "on": case_file.today()}
    proposed |= {"said_on": case_file.today(), "sent_on": case_file.today(), "month": case_file.today()}
    proposed.pop("ends_on")
    asked = {field: request.GET[field] for field in deed.asked if field in request.GET}
    form = deed.form(request.POST if request.method == "POST" else None, initial=proposed | asked)
    if isinstance(form, forms.OfFile):
        form.about(by=request.user, decisions=list(obligation.decisions.filter(undone_by=None).order_by("-number")))
    if form.is_bound and writing.attempt(form, deed.do, obligation_id=obligation.pk, by=request.user) is not None:
        messages.success(request, str(deed.done))
        visible = Obligation.objects.visible_to(request.user).filter(pk=obligation.pk).exists()
        return redirect("caseworker:person", obligation.pk) if visible else redirect("caseworker:caseload")
    rules = case_file.rules_of_today() if deed.tells_of_reduction else None
    about = {"form": form, "deed": deed, "obligation": obligation, "rules": rules}
    return render_page(request, "caseworker/write.html", about, status=422 if form.errors else 200)


@caseworkers_only
@require_GET
def take_away(request: TownRequest, obligation_id: uuid.UUID, name: str) -> HttpResponse:
    """Everything that an objection needs, as PDF/A, CSV or JSON."""
    return whole_file(own(request, obligation_id), name)


def whole_file(obligation: Obligation, kind: str) -> HttpResponse:
    """The whole file to keep. Raises Http404 for another kind than pdf, csv or json."""
    made: dict[str, Callable[[dossier.Dossier], bytes | str]]
    made = {"pdf": dossier.as_pdf, "csv": dossier.as_csv, "json": dossier.as_json}
    if kind not in made:
        raise Http404
    seen = dossier.of(obligation, now=clock.now())
    return download(made[kind](seen), f"dossier-{seen.figures['ends_on']}.{kind}")
