"""How a programme guides its pairs: after how many days somebody asks, nudges or helps; what held before stays."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.pairs import periods as rules
from backend.pairs.models import PairPeriods
from backend.people.models import Coordinator, ProgrammeManager
from backend.places import clock
from frontend.day_forms import day_input
from frontend.pages import render_page
from frontend.role_pages import only_for
from frontend.town import TownRequest


def _number(label: Any, most: int, help_text: Any = "") -> forms.IntegerField:
    typed = forms.NumberInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=1, max_value=most, help_text=help_text, widget=typed)


class Periods(forms.Form):
    """Whole days and weeks, from a day on."""

    from_on = forms.DateField(label=gettext_lazy("From which day on?"), widget=day_input())
    trial_days = _number(
        gettext_lazy("Days to get to know each other"),
        rules.LONGEST_DAYS,
        gettext_lazy("In these days each of the two may stop without a reason."),
    )
    trial_meetings = _number(gettext_lazy("Or until so many meetings"), rules.MOST_MEETINGS)
    first_check_days = _number(gettext_lazy("After how many days we ask: did you meet?"), rules.LONGEST_DAYS)
    nudge_days = _number(gettext_lazy("Days without a meeting before both get a message"), rules.LONGEST_DAYS)
    help_days = _number(
        gettext_lazy("Days without a meeting before a coordinator helps"),
        rules.LONGEST_DAYS,
        gettext_lazy("Later than the message to both."),
    )
    evaluation_weeks = _number(gettext_lazy("After how many weeks we ask how it goes"), rules.LONGEST_WEEKS)
    term_weeks = _number(
        gettext_lazy("How many weeks a pair lasts"),
        rules.LONGEST_WEEKS,
        gettext_lazy("When their language plan says nothing else."),
    )


@never_cache
@only_for(Coordinator, ProgrammeManager)
@require_http_methods(["GET", "POST"])
def periods(request: TownRequest) -> HttpResponse:
    """What holds now, what held before, and other periods from a day on."""
    now = clock.now()
    today = clock.local_today(now)
    held = rules.figures_on(today)
    form = Periods(request.POST or None, initial=vars(held) | {"from_on": today})
    if form.is_valid() and _try_to_change(request, form):
        messages.success(request, _("Saved. What held before stays written down below."))
        return redirect("coordinator:periods")
    rows = PairPeriods.objects.select_related("set_by").order_by("-from_on")
    context = {"form": form, "rows": rows, "today": today, "is_coordinator": _coordinates(request)}
    return render_page(request, "coordinator/periods.html", context, status=422 if form.errors else 200)


def _coordinates(request: TownRequest) -> bool:
    return Coordinator.objects.filter(account=request.user, until=None).exists()


def _try_to_change(request: TownRequest, form: Periods) -> bool:
    given = dict(form.cleaned_data)
    from_on = given.pop("from_on")
    about: dict[str, Any] = {"town": request.town_code, "by": request.user, "now": clock.now()}
    try:
        rules.change(from_on=from_on, figures=rules.Figures(**given), **about)
    except rules.PeriodsBeginInThePast:
        form.add_error("from_on", _("What held on days that are over does not change. Choose today or a later day."))
    except rules.PeriodsDoNotFit:
        form.add_error(
            None,
            _(
                "These do not fit together. The message to both comes after a week at least and before the help; "
                "the question how it goes after four weeks at least and before the end."
            ),
        )
    return not form.errors
