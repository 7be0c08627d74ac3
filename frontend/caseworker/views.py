"""The caseworker's desk: own clients, who is found and linked, who watches over whom, the decision, the statement."""

import uuid
from collections.abc import Callable
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.obligations import caseload as files
from backend.obligations import decisions, policy, statements
from backend.obligations.models import Obligation
from backend.people.models import Account, AccountQuerySet, Volunteer
from backend.places import clock
from frontend.caseworker import case_file, caseload_forms, caseload_list, file_views, forms, writing
from frontend.caseworker.access import caseworkers_only
from frontend.pages import render_page
from frontend.town import TownRequest

TOLD_FOR = timedelta(days=60)


@caseworkers_only
@require_GET
def caseload(request: TownRequest) -> HttpResponse:
    """The own clients, with the last four weeks and what is to be looked at; who watches over whom."""
    watching = files.watched_by(request.user)
    gone = files.gone_from(request.user, since=clock.now() - TOLD_FOR)
    colleagues = Account.objects.in_bulk([each.to_id for each in gone] + ([watching.to_id] if watching else []))
    about = caseload_list.context(request) | {
        "form": forms.FindPerson(),
        "is_on": policy.version_on(case_file.today()) is not None,
        "watching": watching,
        "watcher": colleagues.get(watching.to_id) if watching else None,
        "gone": [(each, colleagues.get(each.to_id)) for each in gone],
        "month": case_file.today().replace(day=1) - timedelta(days=1),
    }
    return render_page(request, "caseworker/caseload.html", about)


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
        obligation = writing.attempt(
            form, decisions.link, town=request.town_code, by=request.user, person_id=person.pk
        )
    else:
        obligation = Obligation.objects.visible_to(request.user).about(person).first()
    if obligation:
        return redirect("caseworker:person", obligation.pk)
    status = 422 if form.errors else 200
    return render_page(request, "caseworker/link.html", {"form": form, "person": person}, status=status)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def take_over(request: TownRequest) -> HttpResponse:
    """Take the file of a colleague's client, whose number one knows."""
    form = caseload_forms.TakeOver(
        request.POST if request.method == "POST" else None, initial={"request_id": uuid.uuid4()}
    )
    if form.is_bound and (taken := writing.attempt(form, files.take_over, by=request.user)):
        messages.success(request, _("You have this file now. Your colleague can see that you took it, and why."))
        return redirect("caseworker:person", taken.pk)
    return render_page(request, "caseworker/take_over.html", {"form": form}, status=422 if form.errors else 200)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def delegate(request: TownRequest) -> HttpResponse:
    """Let a colleague watch over the own caseload during an absence."""
    form = caseload_forms.Delegate(
        request.POST if request.method == "POST" else None, initial={"request_id": uuid.uuid4()}
    )
    form.about(by=request.user, decisions=[])
    made = None
    if form.is_bound:
        made = writing.attempt(form, files.delegate, town=request.town_code, by=request.user)
    if made:
        messages.success(request, _("Your colleague sees your clients from now on, until you are back."))
        return redirect("caseworker:caseload")
    return render_page(request, "caseworker/delegate.html", {"form": form}, status=422 if form.errors else 200)


@caseworkers_only
@require_http_methods(["GET", "POST"])
def hand_over_all(request: TownRequest) -> HttpResponse:
    """Give the whole own caseload to a colleague, for good."""
    form = caseload_forms.HandOverAll(
        request.POST if request.method == "POST" else None, initial={"request_id": uuid.uuid4()}
    )
    form.about(by=request.user, decisions=[])
    if form.is_bound and writing.attempt(form, files.hand_over_all, by=request.user) is not None:
        messages.success(request, _("Your colleague has your files now."))
        return redirect("caseworker:caseload")
    return render_page(request, "caseworker/hand_over_all.html", {"form": form}, status=422 if form.errors else 200)


@caseworkers_only
@require_POST
def come_back(request: TownRequest) -> HttpResponse:
    """Watch over the own caseload again."""
    files.come_back(by=request.user, now=clock.now())
    messages.success(request, _("Welcome back. You watch over your clients yourself again."))
    return redirect("caseworker:caseload")


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
    obligation = file_views.own(request, obligation_id)
    if request.method == "POST":
        form = case_file.FORMS[name](request.POST)
        if writing.attempt(form, deed, obligation_id=obligation.pk, by=request.user) is None:
            context = file_views.context(obligation) | {name: form}
            return render_page(request, "caseworker/person.html", context, status=422)
        messages.success(request, done)
    return redirect("caseworker:person", obligation.pk)
