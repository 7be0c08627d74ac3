"""What a coordinator arranges with a new pair: the introduction, and the language plan that both sign."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.meetings import introductions, language_plans, moving, planning
from backend.meetings.models import GoalCode, LanguagePlan
from backend.pairs import periods, states
from backend.pairs.models import Pair
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.pair_views import pair_or_404
from frontend.coordinator.views import ROWS_A_PAGE
from frontend.pages import render_page
from frontend.town import TownRequest

REFUSALS = (
    moving.NotAheadOfUs,
    moving.SomebodyIsAway,
    planning.CentreIsClosed,
    planning.InAnotherMeetingThen,
    planning.NoMeetingsNow,
    planning.PairHasEnded,
    RequestUsedBefore,
)


class DrawUp(forms.Form):
    """What these two agreed on."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    goals = forms.MultipleChoiceField(
        label=gettext_lazy("What do they practise for?"),
        choices=GoalCode.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one goal or more.")},
    )
    own_words = forms.CharField(
        label=gettext_lazy("In their own words"),
        help_text=gettext_lazy("Both read this. For example: talking with the teacher of my son."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    until_on = forms.DateField(
        label=gettext_lazy("Until when?"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def language_plan(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """Write down what they agreed on; both are asked to sign."""
    found = pair_or_404(request, pair_id)
    now_in_force = LanguagePlan.objects.in_force().filter(pair=found).first()
    form = DrawUp(request.POST or None, initial=_initial(found, now_in_force))
    if request.method == "POST" and form.is_valid() and _try_to_draw_up(request, found, form):
        return redirect("coordinator:pair", found.pk)
    series = found.series.filter(last_on=None).select_related("centre").first()
    context = {"pair": found, "form": form, "plan": now_in_force, "series": series}
    return render_page(request, "coordinator/language_plan.html", context, status=422 if form.errors else 200)


def _initial(found: Pair, plan: LanguagePlan | None) -> dict[str, Any]:
    today: date = clock.local_today(clock.now())
    if plan:
        return {
            "request_id": uuid.uuid4(),
            "goals": plan.goals,
            "own_words": plan.own_words,
            "until_on": plan.until_on,
        }
    return {"request_id": uuid.uuid4(), "until_on": found.started_on + periods.on(today).term}


def _try_to_draw_up(request: TownRequest, found: Pair, form: DrawUp) -> bool:
    """Whether there is nothing left to mend in the form."""
    try:
        language_plans.draw_up(pair_id=found.pk, by=request.user, now=clock.now(), **form.cleaned_data)
    except RequestUsedBefore:
        messages.info(request, _("You already sent this plan."))
    except states.NotInThisState:
        messages.info(request, _("This pair has already ended. Reload the page to see when and why."))
    except language_plans.UntilIsNotAhead:
        form.add_error("until_on", _("Choose a day in the future, at most two years ahead."))
    except language_plans.NoDayYet:
        form.add_error(None, _("These two have no weekly day and place yet. Plan that first, then write this down."))
    else:
        messages.success(request, _("Both are asked to sign. You see here when they have."))
    return not form.errors


@require_POST
@coordinators_only
def introduce(request: TownRequest, pair_id: uuid.UUID) -> HttpResponse:
    """I am there on this day."""
    found = pair_or_404(request, pair_id)
    try:
        meeting_id = uuid.UUID(request.POST.get("meeting", ""))
    except ValueError:
        messages.error(request, _("Choose a day for the introduction."))
        return redirect("coordinator:pair", found.pk)
    about: dict[str, Any] = {"pair_id": found.pk, "by": request.user, "now": clock.now()}
    try:
        introductions.arrange(meeting_id=meeting_id, request_id=uuid.uuid5(meeting_id, str(request.user.pk)), **about)
    except REFUSALS:
        messages.error(request, _("That day does not fit any more. Choose another one."))
    else:
        messages.success(request, _("Both get a message with the day and the place, and hear that you are there."))
    return redirect("coordinator:pair", found.pk)


@never_cache
@require_GET
@coordinators_only
def without_plan(request: TownRequest) -> HttpResponse:
    """Pairs that have no language plan yet, or have not both signed it."""
    page = Paginator(language_plans.without_one(), ROWS_A_PAGE).get_page(request.GET.get("page"))
    pairs = list(page.object_list)
    plans = {plan.pair_id: plan for plan in LanguagePlan.objects.in_force().filter(pair__in=pairs)}
    rows = [{"pair": pair, "plan": plans.get(pair.pk)} for pair in pairs]
    return render_page(request, "coordinator/without_plan.html", {"rows": rows, "page": page})
