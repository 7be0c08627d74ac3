"""What the person may read and write as well: the own arrangement with all its figures, and what to say about it."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from backend.obligations import statement_papers
from backend.obligations.models import HoursStatement, Obligation
from frontend.caseworker import case_file, own_deeds, writing
from frontend.caseworker.file_views import whole_file
from frontend.pages import download, render_page
from frontend.town import TownRequest


@never_cache
@login_required
@require_GET
def mine(request: TownRequest) -> HttpResponse:
    """The figures that the caseworker sees, for the person; everybody else reads that there is nothing."""
    obligation = Obligation.objects.about(request.user).first() if request.town else None
    context = case_file.context(obligation) if obligation else {}
    return render_page(request, "caseworker/mine.html", context)


def _own(request: TownRequest) -> Obligation:
    obligation = Obligation.objects.about(request.user).first() if request.town else None
    if obligation is None:
        raise Http404
    return obligation


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def write(request: TownRequest, name: str) -> HttpResponse:
    """What the person says about the own figures and decisions, or hours that nobody else knows of."""
    obligation = _own(request)
    if name not in own_deeds.DEEDS:
        raise Http404
    deed = own_deeds.DEEDS[name]
    asked = {field: request.GET[field] for field in deed.asked if field in request.GET}
    proposed = {"request_id": uuid.uuid4(), "day": case_file.today()} | asked
    form = deed.form(request.POST if request.method == "POST" else None, initial=proposed)
    own_deeds.fill(form, obligation, by=request.user)
    if form.is_bound and writing.attempt(form, deed.do, obligation_id=obligation.pk, by=request.user) is not None:
        messages.success(request, str(deed.done))
        return redirect("caseworker:mine")
    return render_page(
        request, "caseworker/own_write.html", {"form": form, "deed": deed}, status=422 if form.errors else 200
    )


@never_cache
@login_required
@require_GET
def take_away(request: TownRequest, name: str) -> HttpResponse:
    """The whole own file, as the caseworker can take it away."""
    return whole_file(_own(request), name)


@never_cache
@login_required
@require_GET
def statement_pdf(request: TownRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The statement as PDF/A."""
    found = _statement(request, statement_id)
    return download(statement_papers.as_pdf(found), f"urenverklaring-{found.ends_on}.pdf")


@never_cache
@login_required
@require_GET
def statement_csv(request: TownRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The weeks of the statement as CSV."""
    found = _statement(request, statement_id)
    return download(statement_papers.as_csv(found), f"urenverklaring-{found.ends_on}.csv")


def _statement(request: TownRequest, statement_id: uuid.UUID) -> HoursStatement:
    if request.town is None:
        raise Http404
    readable = Obligation.objects.visible_to(request.user) | Obligation.objects.about(request.user)
    return get_object_or_404(HoursStatement.objects.filter(obligation__in=readable), pk=statement_id)
