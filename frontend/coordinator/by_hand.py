"""Two people by hand: together, please, or never. The rounds keep to it until it is lifted."""

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

from backend.pairs import choosing, explanations, problem, wishes
from backend.pairs.models import Exclusion, MatchingRound, Pin
from backend.people.models import Newcomer, Volunteer
from backend.places import clock
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.forms import Lift
from frontend.pages import render_page
from frontend.town import TownRequest


class ByHand(forms.Form):
    """Whom, why, and which of the two buttons."""

    volunteer = forms.UUIDField(
        label=gettext_lazy("Who?"), error_messages={"required": gettext_lazy("Choose a volunteer.")}
    )
    deed = forms.ChoiceField(choices=[("pin", ""), ("forbid", "")])
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        max_length=300,
        help_text=gettext_lazy("Only coordinators read this. It is kept with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def choose(request: TownRequest, newcomer_id: uuid.UUID) -> HttpResponse:
    """The volunteers who fit a newcomer, the best first; pin one or forbid one."""
    rows = Newcomer.objects.visible_to(request.user).select_related("account", "neighbourhood")
    newcomer = get_object_or_404(rows, pk=newcomer_id)
    form = ByHand(request.POST or None)
    if request.method == "POST" and form.is_valid() and _decide(request, newcomer, form):
        return redirect("coordinator:by_hand")
    context = {
        "person": newcomer,
        "form": form,
        "chosen": request.POST.get("volunteer") or request.GET.get("volunteer", ""),
        **_candidates(newcomer),
    }
    return render_page(request, "coordinator/rounds/choose.html", context, status=422 if form.errors else 200)


def _candidates(newcomer: Newcomer) -> dict[str, Any]:
    try:
        return {"candidates": choosing.best_for(newcomer)}
    except problem.UnusableRow:
        return {"candidates": [], "is_unusable": True}


def _decide(request: TownRequest, newcomer: Newcomer, form: ByHand) -> bool:
    given = form.cleaned_data
    about = {
        "newcomer_id": newcomer.pk,
        "volunteer_id": given["volunteer"],
        "reason": given["reason"],
        "by": request.user,
        "now": clock.now(),
    }
    try:
        if given["deed"] == "pin":
            wishes.pin(**about)
            messages.success(request, _("These two are pinned. Look for pairs again to see what becomes of it."))
        else:
            wishes.forbid(**about)
            messages.success(request, _("These two are not proposed to each other any more."))
    except wishes.KeptApart:
        form.add_error(None, _("These two are kept apart. Lift that first, on the page of the newcomer."))
    except wishes.PinnedToSomebodyElse:
        form.add_error(None, _("This newcomer is pinned to somebody else. Lift that pin first."))
    except Volunteer.DoesNotExist:
        form.add_error(None, _("This volunteer is not here any more. Choose somebody else."))
    return not form.errors


@never_cache
@require_GET
@coordinators_only
def listed(request: TownRequest) -> HttpResponse:
    """All pins and all pairs that a coordinator forbade, each with its reason and how to lift it."""
    pins = Pin.objects.filter(lifted_at=None).order_by("-pinned_at")
    forbidden = Exclusion.objects.filter(lifted_at=None, cause=Exclusion.Cause.BY_HAND).order_by("-since")
    both = ("newcomer__account", "volunteer__account")
    why_not = _why_not()
    context = {
        "pins": [
            {"pin": each, "why_not": explanations.why_not_pinned(why_not.get(str(each.pk), ""))}
            for each in pins.select_related(*both, "pinned_by")
        ],
        "forbidden": forbidden.select_related(*both, "forbidden_by"),
        "round_request": uuid.uuid4(),
    }
    return render_page(request, "coordinator/rounds/by_hand.html", context)


def _why_not() -> dict[str, str]:
    """By id of a pin why the newest round that was solved could not keep it."""
    solved = MatchingRound.objects.exclude(report={}).order_by("-asked_at")
    return solved.values_list("report__pins_left_out", flat=True).first() or {}


@require_POST
@coordinators_only
def unpin(request: TownRequest, pin_id: uuid.UUID) -> HttpResponse:
    """Rounds decide about these two again."""
    found = get_object_or_404(Pin, pk=pin_id)
    form = Lift(request.POST)
    if form.is_valid():
        wishes.unpin(pin_id=found.pk, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("The pin is lifted."))
    else:
        messages.error(request, _("Write down why the pin is lifted."))
    return redirect("coordinator:by_hand")
