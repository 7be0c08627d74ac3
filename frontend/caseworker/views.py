"""The caseworker's desk: own clients, their minutes, the decision, the statement."""

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from backend.obligations import decisions, statements
from backend.obligations.models import Obligation
from backend.people.models import Account, AccountQuerySet, Volunteer
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.caseworker import case_file, forms
from frontend.caseworker.access import caseworkers_only
from frontend.pages import render_page
from frontend.town import TownRequest

Made = TypeVar("Made")
CASELOAD_WEEKS = 4
REFUSALS: dict[type[Exception], tuple[str, Any]] = {
    decisions.AlreadyLinked: (
        NON_FIELD_ERRORS,
        gettext_lazy("This person already has a caseworker here. Ask a colleague to hand over."),
    ),
    decisions.EndsBeforeStart: ("ends_on", gettext_lazy("Choose a last day on or after the first day.")),
    decisions.PeriodsOverlap: (
        "starts_on",
        gettext_lazy("Another decision already holds on some of these days. End it first."),
    ),
    decisions.ModuleOff: (
        "starts_on",
        gettext_lazy("On this day your municipality has no ordinance that asks something. Choose another day."),
    ),
    decisions.AgainstOrdinance: (
        NON_FIELD_ERRORS,
        gettext_lazy("The ordinance of that day does not allow this. Look at the basis, the hours, and the length."),
    ),
    statements.NothingToState: (
        NON_FIELD_ERRORS,
        gettext_lazy("No decision holds in this period. Choose other days."),
    ),
    statements.NotOverYet: ("ends_on", gettext_lazy("Choose today or an earlier day.")),
    statements.PeriodTooLong: ("starts_on", gettext_lazy("Choose a period of five years at most.")),
    RequestUsedBefore: (
        NON_FIELD_ERRORS,
        gettext_lazy("You sent this form before, with something else in it. Is this new? Then send it again."),
    ),
}


@caseworkers_only
@require_GET
def caseload(request: TownRequest) -> HttpResponse:
    """Everybody in the own caseload, with the last four weeks."""
    obligations = list(Obligation.objects.visible_to(request.user).order_by("linked_at"))
    people = Account.objects.in_bulk([each.person_id for each in obligations])
    seen = statements.overviews(obligations, **case_file.last_weeks(CASELOAD_WEEKS))
    rows = [{"obligation": each, "person": people[each.person_id], "overview": seen[each.pk]} for each in obligations]
    return render_page(request, "caseworker/caseload.html", {"rows": rows, "form": forms.FindPerson()})


@caseworkers_only
@require_http_methods(["GET", "POST"])
def find(request: TownRequest) -> HttpResponse:
    """Look a client up by the contact that he or she gave."""
    form = forms.FindPerson(request.POST if request.method == "POST" else None)
    found: list[Account] = []
    if form.is_valid():
        found = list(_volunteers_here().reached_by(form.cleaned_data["contact"]))
        if not found:
            form.add_error("contact", _("Nobody with this contact volunteers here. Ask your client to sign up."))
    status = 422 if form.errors else 200
    return render_page(request, "caseworker/find.html", {"form": form, "found": found}, status=status)


def _volunteers_here() -> AccountQuerySet:
    return Account.objects.filter(pk__in=Volunteer.objects.filter(left_on=None).values("account"))


@caseworkers_only
@require_http_methods(["GET", "POST"])
def link(request: TownRequest, person_id: uuid.UUID) -> HttpResponse:
    """Link the decision letter to a volunteer of the own municipality; a client's file is opened instead."""
    person = get_object_or_404(_volunteers_here(), pk=person_id)
    form = forms.LinkPerson(request.POST if request.method == "POST" else None, initial=case_file.new_letter())
    if form.is_bound:
        obligation = _try(form, decisions.link, town=request.town_code, by=request.user, person_id=person.pk)
    else:
        obligation = Obligation.objects.visible_to(request.user).about(person).first()
    if obligation:
        return redirect("caseworker:person", obligation.pk)
    status = 422 if form.errors else 200
    return render_page(request, "caseworker/link.html", {"form": form, "person": person}, status=status)


def _try(form: forms.Once, deed: Callable[..., Made], **about: object) -> Made | None:
    """What the deed made; None when there is something to mend, which the form then says."""
    if not form.is_valid():
        return None
    try:
        return deed(**form.told(), **about, now=clock.now())
    except tuple(REFUSALS) as refusal:
        form.add_error(*REFUSALS[type(refusal)])
        form.renew()
    return None


def _own(request: TownRequest, obligation_id: uuid.UUID) -> Obligation:
    found: Obligation = get_object_or_404(Obligation.objects.visible_to(request.user), pk=obligation_id)
    return found


@caseworkers_only
@require_GET
def person(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """The file of one person: decisions, minutes per week, statements."""
    context = case_file.context(_own(request, obligation_id)) | case_file.new_forms()
    return render_page(request, "caseworker/person.html", context)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def decide(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """A new decision for a period in which none holds yet."""
    done = _("The decision is in the file.")
    return _in_file(request, obligation_id, name="decision_form", deed=decisions.decide, done=done)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def end(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """The duty ends on a day."""
    done = _("The duty has a last day now.")
    return _in_file(request, obligation_id, name="end_form", deed=decisions.end, done=done)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def issue_statement(request: TownRequest, obligation_id: uuid.UUID) -> HttpResponse:
    """Freeze a statement of a period."""
    done = _("The statement is ready to download.")
    return _in_file(request, obligation_id, name="statement_form", deed=statements.issue, done=done)


def _in_file(
    request: TownRequest, obligation_id: uuid.UUID, *, name: str, deed: Callable[..., object], done: str
) -> HttpResponse:
    """Do it and go back to the file, where a GET goes at once; a form with a mistake comes back as it was."""
    obligation = _own(request, obligation_id)
    if request.method == "POST":
        form = case_file.FORMS[name](request.POST)
        if _try(form, deed, obligation_id=obligation.pk, by=request.user) is None:
            context = case_file.context(obligation) | case_file.new_forms() | {name: form}
            return render_page(request, "caseworker/person.html", context, status=422)
        messages.success(request, done)
    return redirect("caseworker:person", obligation.pk)
