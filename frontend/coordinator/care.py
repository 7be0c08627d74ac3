"""What asks for a coordinator's care about meetings: somebody to call, a dispute, a plan that does not fit."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from backend.meetings import attendance, ledger, safety
from backend.meetings.models import Meeting, SafetyReport
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.coordinator import forms
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.board import pairs_with_clashes
from frontend.pages import render_page
from frontend.town import TownRequest


@never_cache
@require_GET
@coordinators_only
def care(request: TownRequest) -> HttpResponse:
    """Everything at once: the safety of people first."""
    return render_page(request, "coordinator/care.html", _context(request))


def _context(request: TownRequest) -> dict[str, Any]:
    reports = SafetyReport.objects.visible_to(request.user).open()
    disputes = ledger.disputed()
    meetings = Meeting.objects.for_page().in_bulk([claim.meeting_id for claim in disputes])
    return {
        "reports": reports.select_related("account", *safety.WITH_NAMES),
        "disputes": [
            {
                "claim": claim,
                "meeting": meetings[claim.meeting_id],
                "form": forms.DecideHours(initial={"request_id": uuid.uuid4()}, auto_id=f"h{claim.meeting_id}-%s"),
            }
            for claim in disputes
        ],
        "clashes": pairs_with_clashes(clock.local_today(clock.now())),
    }


@require_POST
@coordinators_only
def called(request: TownRequest, report_id: uuid.UUID) -> HttpResponse:
    """I have called this person."""
    found = get_object_or_404(SafetyReport.objects.visible_to(request.user), pk=report_id)
    safety.called(report_id=found.pk, by=request.user, now=clock.now())
    if found.substitute_id:
        messages.success(request, _("Thank you. These two stay apart. Find another volunteer who stands in."))
    else:
        messages.success(request, _("Thank you. These two stay apart until you end the pair or make a new plan."))
    return redirect("coordinator:pair", found.pair_id)


@require_POST
@coordinators_only
def decide(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Disputed hours count, or they do not."""
    found = get_object_or_404(Meeting.objects.visible_to(request.user), pk=meeting_id)
    form = forms.DecideHours(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write down how you know, and choose whether the hours count."))
        return redirect("coordinator:care")
    about: dict[str, Any] = {"meeting_id": found.pk, "by": request.user, "now": clock.now()} | form.cleaned_data
    settle(request, lambda: attendance.resolve(**about), done=_("Your decision is written down."))
    return redirect("coordinator:care")


def settle(request: TownRequest, deed: Callable[[], object], *, done: str) -> None:
    """Write a line about hours, and say what became of it."""
    try:
        deed()
    except (attendance.NothingToConfirm, ledger.ClaimIsInAnotherState, RequestUsedBefore):
        messages.info(request, _("Somebody has settled this already. Look at the hours as they are now."))
    except ledger.OwnHours:
        messages.error(request, _("These are your own hours. Ask another coordinator to decide."))
    else:
        messages.success(request, done)
