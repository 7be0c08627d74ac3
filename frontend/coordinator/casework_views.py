"""Notes and tasks of coordinators, and the page on which another volunteer takes over a pair."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.pairs import casework, handover, life, problem, proposals
from backend.pairs.models import CoordinatorTask, Pair
from backend.people.models import Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.pair_views import pair_or_404
from frontend.pages import render_page
from frontend.town import TownRequest

TASKS_SHOWN = 100


class Write(forms.Form):
    """A note about a pair."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("A note"),
        help_text=gettext_lazy("Only coordinators read this. No medical details, please."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AddTask(forms.Form):
    """Something to do, before a day, by a coordinator."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    text = forms.CharField(label=gettext_lazy("What is there to do?"), max_length=300)
    due_on = forms.DateField(
        label=gettext_lazy("Before which day?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    to = forms.TypedChoiceField(label=gettext_lazy("Who does it?"), coerce=uuid.UUID)

    def __init__(self, *args: Any, **about: Any) -> None:
        super().__init__(*args, **about)
        self.fields["to"].choices = colleagues()  # type: ignore[attr-defined]


def colleagues() -> list[tuple[str, str]]:
    """The coordinators of the open town by name."""
    rows = Coordinator.objects.filter(until=None).select_related("account").order_by("account__call_name")
    return list({str(each.account_id): each.account.call_name for each in rows}.items())


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def notes(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Notes and tasks about one pair."""
    found = pair_or_404(request, pair_id)
    is_task = request.POST.get("deed") == "task"
    note_form = Write(None if is_task else request.POST or None, initial=_fresh(request), auto_id="n-%s")
    task_form = AddTask(request.POST if is_task else None, initial=_fresh(request), auto_id="t-%s")
    form = task_form if is_task else note_form
    if request.method == "POST" and form.is_valid():
        _keep(request, found, form, is_task=is_task)
        return redirect("coordinator:notes", found.pk)
    context = {
        "pair": found,
        "note_form": note_form,
        "task_form": task_form,
        "notes": found.notes.select_related("written_by").order_by("-written_at"),
        "tasks": found.tasks.filter(done_at=None).select_related("assigned_to").order_by("due_on"),
    }
    return render_page(request, "coordinator/notes.html", context, status=422 if form.errors else 200)


def _fresh(request: TownRequest) -> dict[str, Any]:
    return {"request_id": uuid.uuid4(), "to": str(request.user.pk), "due_on": clock.local_today(clock.now())}


def _keep(request: TownRequest, found: Pair, form: forms.Form, *, is_task: bool) -> None:
    about: dict[str, Any] = {"pair_id": found.pk, "by": request.user, "now": clock.now(), **form.cleaned_data}
    try:
        (casework.add_task if is_task else casework.write)(**about)
    except (RequestUsedBefore, casework.NotAColleague, casework.NothingWritten):
        messages.info(request, _("You already sent this. Reload the page to see what is there."))
    else:
        messages.success(request, _("Saved."))


@never_cache
@require_GET
@coordinators_only
def tasks(request: TownRequest) -> HttpResponse:
    """My open tasks, the soonest first; and to hand them over."""
    mine = CoordinatorTask.objects.visible_to(request.user).filter(assigned_to=request.user, done_at=None)
    both = ("pair__newcomer__account", "pair__volunteer__account")
    context = {
        "tasks": mine.select_related(*both).order_by("due_on", "pk")[:TASKS_SHOWN],
        "colleagues": [each for each in colleagues() if each[0] != str(request.user.pk)],
        "today": clock.local_today(clock.now()),
    }
    return render_page(request, "coordinator/tasks.html", context)


@require_POST
@coordinators_only
def finish(request: TownRequest, task_id: uuid.UUID) -> HttpResponse:
    """It is done."""
    found = get_object_or_404(CoordinatorTask.objects.visible_to(request.user), pk=task_id)
    casework.finish(task_id=found.pk, by=request.user, now=clock.now())
    messages.success(request, _("Well done."))
    return redirect("coordinator:tasks")


@require_POST
@coordinators_only
def hand_over_tasks(request: TownRequest) -> HttpResponse:
    """All my tasks go to a colleague."""
    try:
        casework.hand_over(by=request.user, to=uuid.UUID(request.POST.get("to", "")), now=clock.now())
    except (ValueError, casework.NotAColleague):
        messages.error(request, _("Choose a colleague who coordinates here."))
    else:
        messages.success(request, _("Your tasks are with your colleague now."))
    return redirect("coordinator:tasks")


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def hand_over(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Another volunteer takes over: choose one who fits, and ask both."""
    found = pair_or_404(request, pair_id)
    if request.method == "POST" and _try_to_hand_over(request, found):
        return redirect("coordinator:pair", found.pk)
    context: dict[str, Any] = {"pair": found, "candidates": [], "is_unusable": False}
    try:
        context["candidates"] = handover.candidates(found) if found.is_current else []
    except problem.UnusableRow:
        context["is_unusable"] = True
    return render_page(request, "coordinator/hand_over.html", context)


def _try_to_hand_over(request: TownRequest, found: Pair) -> bool:
    try:
        volunteer_id = uuid.UUID(request.POST.get("volunteer", ""))
    except ValueError:
        messages.error(request, _("Choose a volunteer."))
        return False
    joint = request.POST.get("joint") == "yes"
    about: dict[str, Any] = {"pair_id": found.pk, "by": request.user, "now": clock.now()}
    try:
        handover.propose(volunteer_id=volunteer_id, with_joint_meeting=joint, **about)
    except (handover.DoesNotFit, proposals.NoPlaceLeft, proposals.ProposalClosed):
        messages.error(request, _("This volunteer does not fit any more. Choose somebody else."))
        return False
    except handover.AnotherProposalIsOpen:
        messages.error(request, _("This newcomer is being asked about somebody already. Wait for the answer first."))
    except life.PairEndedOtherwise:
        messages.info(request, _("This pair has already ended. Reload the page to see when and why."))
    else:
        messages.success(request, _("We asked both. When both say yes, the new volunteer takes over."))
    return True
