"""What the person may read as well: the own arrangement, and the statements that the caseworker made."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.obligations import statement_papers
from backend.obligations.models import HoursStatement, Obligation
from frontend.caseworker import case_file
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
