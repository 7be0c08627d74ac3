"""Paper: the list of a house and a day to print, and the same list to enter, many rows at once."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.meetings import attendance, hours_rows, ledger, sheets
from backend.meetings.models import HoursEntry
from backend.pairs.models import Pair
from backend.places import clock
from backend.places.models import CommunityCentre
from frontend import hours_words
from frontend.coordinator import sheet_forms
from frontend.coordinator.access import coordinators_only
from frontend.day_forms import day_input, open_houses
from frontend.pages import download, render_page
from frontend.town import TownRequest


class _Once(forms.Form):
    """Sent twice is once."""

    request_id = forms.UUIDField()


class _OfDay(forms.Form):
    """Which day; today when nothing is said."""

    on = forms.DateField(label=gettext_lazy("Which day?"), widget=day_input(), required=False)


def _day(request: TownRequest) -> date:
    form = _OfDay(request.GET)
    return (form.is_valid() and form.cleaned_data["on"]) or clock.local_today(clock.now())


def _pairs(request: TownRequest) -> list[Pair]:
    """Current pairs, by the name of the volunteer."""
    pairs = Pair.objects.visible_to(request.user).current().select_related("volunteer__account", "newcomer__account")
    return list(pairs.order_by("volunteer__account__call_name", "pk"))


@never_cache
@require_GET
@coordinators_only
def houses(request: TownRequest) -> HttpResponse:
    """Which house, which day: print or enter."""
    on = _day(request)
    context: dict[str, Any] = {"on": on, "form": _OfDay(initial={"on": on}), "houses": open_houses()}
    context["lately"] = [
        {"row": row, "request_id": uuid.uuid4()} for row in hours_rows.lately(by=request.user, now=clock.now())
    ]
    return render_page(request, "coordinator/sheets.html", context)


@require_GET
@coordinators_only
def printed(request: TownRequest, centre_id: str) -> HttpResponse:
    """The list to print."""
    house, on = get_object_or_404(CommunityCentre, pk=centre_id), _day(request)
    return download(
        sheets.as_pdf(house, on, check_in=reverse("public:check_in", args=[house.pk])), f"presentielijst-{on}.pdf"
    )


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def sheet(request: TownRequest, centre_id: str) -> HttpResponse:
    """Enter the rows of a list; those that cannot stand come back with what to do."""
    house, on, pairs = get_object_or_404(CommunityCentre, pk=centre_id), _day(request), _pairs(request)
    if request.method == "GET":
        rows = sheet_forms.fresh(sheets.without_hours(sheets.meetings_of(house, on)), pairs)
        return _page(request, house, on, rows)
    rows = sheet_forms.sent(request.POST, pairs)
    done = [row for row in rows if _stands(request, row, house, on)]
    if done:
        count = len(done)
        messages.success(
            request, ngettext("%(count)s row stands.", "%(count)s rows stand.", count) % {"count": count}
        )
    wrong = [row for row in rows if row.errors]
    if wrong:
        return _page(request, house, on, [row for row in rows if row not in done])
    if not done:
        messages.info(request, _("Nothing was ticked, so nothing was entered."))
    return redirect(f"{request.path}?on={on}")


def _page(request: TownRequest, house: CommunityCentre, on: date, rows: list[sheet_forms.Row]) -> HttpResponse:
    names = ",".join(str(row.prefix) for row in rows)
    tables = [meeting for meeting in sheets.meetings_of(house, on) if meeting.table and not meeting.cancelled_at]
    context = {"house": house, "on": on, "rows": rows, "names": names, "tables": tables}
    status = 422 if any(row.is_bound for row in rows) else 200
    return render_page(request, "coordinator/sheet.html", context, status=status)


def _stands(request: TownRequest, row: sheet_forms.Row, house: CommunityCentre, on: date) -> bool:
    """Whether the hours of this row stand now; a row without a tick is left alone."""
    if not row.is_valid() or not row.cleaned_data["met"]:
        return False
    try:
        hours_rows.enter(
            row=row.row(on),
            by=request.user,
            how=_("Paper sheet of %(house)s") % {"house": house.name},
            request_id=row.cleaned_data["request_id"],
            now=clock.now(),
        )
    except hours_words.REFUSED_ROWS as refused:
        row.add_error(*hours_words.why_not(refused))
    return not row.errors


@require_POST
@coordinators_only
def take_back(request: TownRequest, hours_entry_id: uuid.UUID) -> HttpResponse:
    """A row that I entered was wrong: its time is free again."""
    form = _Once(request.POST)
    if not form.is_valid():
        messages.error(request, _("This page was open for too long. Open the list again."))
        return redirect("coordinator:sheets")
    about = {"by": request.user, "request_id": form.cleaned_data["request_id"], "now": clock.now()}
    try:
        hours_rows.undo(claim_id=hours_entry_id, **about)
    except HoursEntry.DoesNotExist as error:
        raise Http404 from error
    except attendance.AnswerIsFinal:
        messages.error(
            request,
            _("You entered this more than three days ago. Open the meeting and write down who was there instead."),
        )
    except ledger.ClaimIsInAnotherState:
        messages.info(request, _("Somebody has settled this already. Look at the hours as they are now."))
    else:
        messages.success(request, _("The row is taken back. Its time is free again."))
    return redirect("coordinator:sheets")
