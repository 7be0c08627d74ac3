"""Who asks for a call, one report with its people, and what the adviser decides. Each look is written down."""

import uuid

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from backend.meetings import safety
from backend.meetings.models import SafetyReport
from backend.people.models import ConfidentialAdviser
from backend.places import clock
from frontend.pages import render_page
from frontend.role_pages import only_for
from frontend.town import TownRequest

advisers_only = only_for(ConfidentialAdviser)
SHOWN_BACK = 50


class Call(forms.Form):
    """What the adviser keeps of a call; may stay empty."""

    note = forms.CharField(
        label=gettext_lazy("What do you want to remember?"),
        help_text=gettext_lazy("Only confidential advisers of this town read this. No medical details, please."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@advisers_only
@require_GET
def reports(request: TownRequest) -> HttpResponse:
    """Reports by their day, without names: who opens one is on record."""
    rows = SafetyReport.objects.visible_to(request.user)
    context = {
        "to_call": rows.open(),
        "handled": rows.exclude(called_at=None).order_by("-reported_at")[:SHOWN_BACK],
    }
    return render_page(request, "adviser/reports.html", context)


@never_cache
@advisers_only
@require_GET
def report(request: TownRequest, report_id: uuid.UUID) -> HttpResponse:
    """Who, with whom, how to reach."""
    try:
        found = safety.read(report_id=report_id, by=request.user, now=clock.now())
    except SafetyReport.DoesNotExist:
        raise Http404 from None
    return render_page(request, "adviser/report.html", {"report": found, "form": Call(initial={"note": found.note})})


@advisers_only
@require_POST
def called(request: TownRequest, report_id: uuid.UUID) -> HttpResponse:
    """I have called this person."""
    form = Call(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write at most 500 letters."))
        return redirect("adviser:report", report_id)
    try:
        safety.called(report_id=report_id, by=request.user, now=clock.now(), **form.cleaned_data)
    except SafetyReport.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Thank you. These two stay apart until you decide otherwise."))
    return redirect("adviser:report", report_id)


@advisers_only
@require_POST
def lift(request: TownRequest, report_id: uuid.UUID) -> HttpResponse:
    """They may meet again."""
    try:
        safety.lift(report_id=report_id, by=request.user, now=clock.now())
    except SafetyReport.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("These two may meet again. They or their coordinator make a new plan."))
    return redirect("adviser:report", report_id)


@advisers_only
@require_POST
def end(request: TownRequest, report_id: uuid.UUID) -> HttpResponse:
    """The pair ends."""
    try:
        safety.end(report_id=report_id, by=request.user, now=clock.now())
    except SafetyReport.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("The pair has ended. Both hear it in the usual words, without a reason."))
    return redirect("adviser:report", report_id)
