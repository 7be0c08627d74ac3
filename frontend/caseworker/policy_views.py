"""The ordinance with its sentences, what another one would mean, and the monthly bit for the national statistic."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from backend.obligations import bus, open_points, policy, simulation
from backend.obligations.models import Obligation, PolicyVersion
from frontend.caseworker import case_file, rule_words
from frontend.caseworker.access import caseworkers_only, policy_officers_only
from frontend.caseworker.forms import Hours
from frontend.pages import download, render_page
from frontend.town import TownRequest

SIMULATED_WEEKS = 26


class Wish(forms.Form):
    """What to try out; what is left empty stays as it is."""

    hours = Hours(label=_("At most so many hours a week"), required=False)
    averaging_weeks = forms.IntegerField(
        label=_("Look at so many weeks together"), min_value=1, max_value=13, required=False
    )
    holiday_weeks_free = forms.IntegerField(label=_("Free weeks a year"), min_value=0, max_value=13, required=False)

    def wish(self) -> simulation.Wish:
        """Hours turned into minutes."""
        given: dict[str, Any] = dict(self.cleaned_data)
        hours = given.pop("hours")
        return simulation.Wish(max_minutes_per_week=None if hours is None else int(hours * 60), **given)


@caseworkers_only
@require_GET
def ordinance(request: TownRequest) -> HttpResponse:
    """All versions with the sentence of each parameter; a simulation over all files of the town, counts only."""
    return render_page(request, "caseworker/ordinance.html", _tried_out(request))


@policy_officers_only
@require_GET
def policy_desk(request: TownRequest) -> HttpResponse:
    """The same page for a policy officer, who sees nothing else here and changes nothing."""
    return render_page(request, "caseworker/policy.html", _tried_out(request))


def _tried_out(request: TownRequest) -> dict[str, Any]:
    versions = [(version, _rows(version)) for version in PolicyVersion.objects.order_by("-valid_from")]
    form = Wish(request.GET or None)
    to_confirm = [rule_words.point(code) for code in open_points.open_on(case_file.today())]
    context: dict[str, Any] = {"versions": versions, "form": form, "outcome": None, "to_confirm": to_confirm}
    if form.is_bound and form.is_valid():
        today = case_file.today()
        context["outcome"] = simulation.simulate(
            list(Obligation.objects.all()),
            form.wish(),
            starts_on=today - timedelta(weeks=SIMULATED_WEEKS),
            ends_on=today,
            as_of=today,
        )
    return context


def _rows(version: PolicyVersion) -> list[tuple[str, str, str]]:
    """Parameter and value in words, sentence of the ordinance; a default has no sentence."""
    whole = policy.with_defaults(version.params)
    return [
        (rule_words.name_of(name), rule_words.shown(name, value), version.sentences.get(name, ""))
        for name, value in whole.items()
    ]


@caseworkers_only
@require_GET
def statistic(request: TownRequest) -> HttpResponse:
    """The month of the own caseload for the national statistic (BUS), as CSV without names."""
    try:
        month = date.fromisoformat(f"{request.GET.get('maand', '')}-01")
    except ValueError as error:
        raise Http404 from error
    mine = list(Obligation.objects.visible_to(request.user))
    found = bus.of_month(mine, month=month, as_of=case_file.today())
    return download(bus.as_csv(found, month=month), f"bus-{month:%Y-%m}.csv")
