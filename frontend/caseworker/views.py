"""The caseworker's desk: own clients, their minutes, the decision, the statement."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.obligations import decisions, statements
from backend.obligations.models import HoursStatement, Obligation
from backend.obligations.rules import monday_of
from backend.people.models import Account, Volunteer
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.caseworker import forms
from frontend.caseworker.access import caseworkers_only
from frontend.pages import render_page
from frontend.town import TownRequest

Done = TypeVar("Done")
CASELOAD_WEEKS = 4
FILE_WEEKS = 13


def _last_weeks(today: date, count: int) -> dict[str, date]:
    """The last full weeks and the one that goes on, up to today."""
    return {"starts_on": monday_of(today) - timedelta(weeks=count - 1), "ends_on": today}


def _today() -> date:
    return clock.local_today(clock.now())


@require_GET
@caseworkers_only
def caseload(request: TownRequest) -> HttpResponse:
    """Everybody in the own caseload, with the last four weeks."""
    obligations = list(Obligation.objects.visible_to(request.user).order_by("linked_at"))
    people = Account.objects.in_bulk([each.person_id for each in obligations])
    seen = statements.overviews(obligations, **_last_weeks(_today(), CASELOAD_WEEKS))
    rows = [{"obligation": each, "person": people[each.person_id], "overview": seen[each.pk]} for each in obligations]
    return render_page(request, "caseworker/caseload.html", {"rows": rows, "form": forms.FindPerson()})


@require_POST
@caseworkers_only
def find(request: TownRequest) -> HttpResponse:
    """Look a client up by the contact that he or she gave."""
    form = forms.FindPerson(request.POST)
    found: list[Account] = []
    if form.is_valid():
        volunteers = Volunteer.objects.filter(left_on=None).values("account")
        found = list(Account.objects.reached_by(form.cleaned_data["contact"]).filter(pk__in=volunteers))
        if not found:
            form.add_error("contact", _("Nobody with this contact volunteers here. Ask your client to sign up."))
    status = 422 if form.errors else 200
    return render_page(request, "caseworker/find.html", {"form": form, "found": found}, status=status)


@require_http_methods(["GET", "POST"])
@caseworkers_only
def link(request: TownRequest, person_id: uuid.UUID) -> HttpResponse:
    """Link the decision letter to a volunteer of the own municipality."""
    volunteers = Volunteer.objects.filter(left_on=None).values("account")
    person = get_object_or_404(Account.objects.filter(pk__in=volunteers), pk=person_id)
    form = forms.LinkPerson(request.POST or None, initial=_letter_today())
    if request.method == "POST" and form.is_valid():
        made = _try_to_link(request, form, person)
        if made:
            return redirect("caseworker:person", made.pk)
    status = 422 if form.errors else 200
    return render_page(request, "caseworker/link.html", {"form": form, "person": person}, status=status)


def _letter_today() -> dict[str, Any]:
    today = _today()
    return {
        "request_id": uuid.uuid4(),
        "decided_on": today,
        "starts_on": today,
        "ends_on": decisions.latest_last_day(today),
    }


REFUSALS: dict[type[Exception], tuple[str | None, Any]] = {
    decisions.AlreadyLinked: (
        None,
        gettext_lazy("This person already has a caseworker here. Ask a colleague to hand over."),
    ),
    decisions.EndsBeforeStart: ("ends_on", gettext_lazy("Choose a last day on or after the first day.")),
    decisions.PeriodsOverlap: (
        "starts_on",
        gettext_lazy("Another decision already holds on some of these days. End it first."),
    ),
    statements.NothingToState: (None, gettext_lazy("No decision holds in this period. Choose other days.")),
    statements.PeriodIsTooLong: ("starts_on", gettext_lazy("Choose a period of ten years at most.")),
    RequestUsedBefore: (
        None,
        gettext_lazy("You sent this form before, with other answers. Open the page again to send a new one."),
    ),
}


def _try(form: Any, deed: Callable[[], Done]) -> Done | None:
    """Do it, or say in the form why it cannot be, with everything that was typed still there."""
    try:
        return deed()
    except decisions.LooksLikeCitizenNumber:
        _refuse_citizen_number(form)
    except tuple(REFUSALS) as error:
        form.add_error(*REFUSALS[type(error)])
    return None


def _try_to_link(request: TownRequest, form: forms.LinkPerson, person: Account) -> Obligation | None:
    about: dict[str, Any] = {
        "town": request.town_code,
        "by": request.user,
        "person_id": person.pk,
        "client_number": form.cleaned_data["client_number"],
        "request_id": form.cleaned_data["request_id"],
        "now": clock.now(),
    }
    return _try(form, lambda: decisions.link(decision=form.decision(), **about))


def _refuse_citizen_number(form: Any) -> None:
    fields = [name for name in ("client_number", "case_reference") if name in form.fields]
    for name in fields:
        if decisions.looks_like_citizen_number(form.cleaned_data[name]):
            form.add_error(
                name,
                _("This looks like a citizen number (BSN). Use the client number or case number instead."),
            )


@require_GET
@caseworkers_only
def person(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """The file of one person: decisions, minutes per week, statements."""
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    return render_page(request, "caseworker/person.html", _file(obligation) | _forms(obligation))


def _file(obligation: Obligation) -> dict[str, Any]:
    return {
        "obligation": obligation,
        "person": Account.objects.get(pk=obligation.person_id),
        "periods": obligation.periods.select_related("decision").order_by("-starts_on"),
        "decisions": obligation.decisions.order_by("-written_at"),
        "overview": statements.overview(obligation, **_last_weeks(_today(), FILE_WEEKS)),
        "statements": obligation.statements.order_by("-issued_at"),
    }


def _forms(obligation: Obligation) -> dict[str, Any]:
    last_month = _today().replace(day=1) - timedelta(days=1)
    period = {"request_id": uuid.uuid4(), "starts_on": last_month.replace(day=1), "ends_on": last_month}
    return {
        "statement_form": forms.StatementPeriod(initial=period),
        "decision_form": forms.DecisionLetter(initial=_letter_today(), auto_id="new_%s"),
        "end_form": forms.EndDuty(initial={"request_id": uuid.uuid4(), "on": _today()}, auto_id="end_%s"),
    }


@require_POST
@caseworkers_only
def decide(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """A new decision for a period in which none holds yet."""
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    form = forms.DecisionLetter(request.POST, auto_id="new_%s")
    if form.is_valid():
        about: dict[str, Any] = {"obligation_id": obligation.pk, "by": request.user, "now": clock.now()}
        request_id = form.cleaned_data["request_id"]
        _try(form, lambda: decisions.decide(decision=form.decision(), request_id=request_id, **about))
    return _back_to_file(request, obligation, {"decision_form": form}, _("The decision is in the file."))


@require_POST
@caseworkers_only
def end(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """The duty ends on a day."""
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    form = forms.EndDuty(request.POST, auto_id="end_%s")
    if form.is_valid():
        about: dict[str, Any] = {
            "obligation_id": obligation.pk,
            "by": request.user,
            "now": clock.now(),
        } | form.cleaned_data
        _try(form, lambda: decisions.end(**about))
    return _back_to_file(request, obligation, {"end_form": form}, _("The duty has a last day now."))


@require_POST
@caseworkers_only
def issue_statement(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """Freeze a statement of a period."""
    obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    form = forms.StatementPeriod(request.POST)
    if form.is_valid():
        about: dict[str, Any] = {
            "obligation_id": obligation.pk,
            "by": request.user,
            "now": clock.now(),
        } | form.cleaned_data
        _try(form, lambda: statements.issue(**about))
    return _back_to_file(request, obligation, {"statement_form": form}, _("The statement is ready to download."))


def _back_to_file(request: TownRequest, obligation: Obligation, sent: dict[str, Any], done: str) -> HttpResponse:
    if any(form.errors for form in sent.values()):
        context = _file(obligation) | _forms(obligation) | sent
        return render_page(request, "caseworker/person.html", context, status=422)
    messages.success(request, done)
    return redirect("caseworker:person", obligation.pk)


def _statement(request: TownRequest, statement_id: uuid.UUID) -> HoursStatement:
    if request.town is None:
        raise Http404
    mine = Obligation.objects.visible_to(request.user) | Obligation.objects.about(request.user)
    return get_object_or_404(HoursStatement.objects.filter(obligation__in=mine), pk=statement_id)


@require_GET
@login_required
def statement_pdf(request: TownRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The statement as PDF/A, for the caseworker and for the person."""
    statement = _statement(request, statement_id)
    return _download(statement, statements.as_pdf(statement), "application/pdf", "pdf")


@require_GET
@login_required
def statement_csv(request: TownRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The weeks of the statement as CSV."""
    statement = _statement(request, statement_id)
    return _download(statement, statements.as_csv(statement), "text/csv; charset=utf-8", "csv")


@require_GET
@login_required
def mine(request: TownRequest) -> HttpResponse:
    """The figures that the caseworker sees, for the person; everybody else reads that there is nothing."""
    obligation = Obligation.objects.about(request.user).first() if request.town else None
    context = _file(obligation) if obligation else {}
    return render_page(request, "caseworker/mine.html", context)
