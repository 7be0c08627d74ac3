"""The volunteer's pages: what happens now, another plan, hours and their statement. The same for everyone."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.meetings import certificates, ledger, limits, planning, venues
from backend.meetings.models import HoursCertificate, Meeting, MeetingSeries
from backend.pairs.models import LanguageTable, Pair
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from backend.places.models import CommunityCentre
from frontend.pages import download
from frontend.taking_part import forms, meeting_views
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.taking_part.situation import Situation
from frontend.town import TownRequest

ASKED_AT_ONCE = 3
HOURS_A_PAGE = 12
A_YEAR = timedelta(days=364)


@never_cache
@require_GET
def home(request: TownRequest, audience: Audience) -> HttpResponse:
    """What happens now."""
    seen = Situation(audience, audience.role_of(request), clock.now())
    questions = [
        {"met": met, "form": meeting_views.question(met, audience)} for met in seen.unanswered[:ASKED_AT_ONCE]
    ]
    led = LanguageTable.objects.led_by(request.user)
    return show(request, audience, "volunteer/home", seen=seen, questions=questions, led_tables=led)


@require_http_methods(["GET", "POST"])
def replan(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """Another day, time or place for one pair."""
    mine = Pair.objects.visible_to(request.user).current().filter(volunteer__account=request.user)
    pair = get_object_or_404(mine.for_board(), pk=pair_id)
    form = forms.AnotherPlan(request.POST if request.method == "POST" else None, initial=_plan_now(pair))
    form.offer(CommunityCentre.objects.filter(closed_on=None).order_by("name"))
    if form.is_valid() and _try_to_replan(request, pair, form):
        return audience.home()
    return show(request, audience, "volunteer/replan", pair=pair, form=form)


def _plan_now(pair: Pair) -> dict[str, Any]:
    series = MeetingSeries.objects.filter(pair=pair).order_by("last_on").last()
    given: dict[str, Any] = {"request_id": uuid.uuid4()}
    if series:
        names = ("weekday", "minutes", "every_weeks", "in_school_holidays", "centre_id", "place_note")
        given |= {name: getattr(series, name) for name in names}
        given["starts_minute"] = venues.minute_of(series.starts_local)
    return given


def _try_to_replan(request: TownRequest, pair: Pair, form: forms.AnotherPlan) -> bool:
    """Whether there is nothing left to mend in the form."""
    name = pair.newcomer.account.call_name
    try:
        planning.replan(
            pair_id=pair.pk,
            by=request.user,
            plan=form.plan(),
            request_id=form.cleaned_data["request_id"],
            now=clock.now(),
        )
    except RequestUsedBefore:
        messages.info(request, _("You already sent this plan."))
    except (planning.PairHasEnded, planning.NoMeetingsNow):
        messages.info(request, _("You cannot plan meetings now. Your coordinator will contact you."))
    except planning.CentreIsClosed:
        form.add_error("centre_id", _("This house is closed then. Choose another time or another place."))
    except planning.InAnotherMeetingThen:
        form.add_error("starts_minute", _("One of you has another meeting at this time. Choose another time."))
    except limits.MinutesOutOfRange:
        form.add_error("minutes", _("Choose between a quarter of an hour and four hours."))
    else:
        messages.success(request, _("The new plan is made. We tell %(name)s.") % {"name": name})
    return not form.errors


@never_cache
@require_GET
def hours(request: TownRequest, audience: Audience) -> HttpResponse:
    """All hours of the last year, latest first, with what became of them."""
    return _show_hours(request, audience, _period_form())


def _show_hours(request: TownRequest, audience: Audience, form: forms.StatementPeriod) -> HttpResponse:
    seen = Situation(audience, audience.role_of(request), clock.now())
    unanswered = [met for met in seen.past if not met.mine.answer]
    return show(request, audience, "volunteer/hours", seen=seen, unanswered=unanswered, form=form, **_hours(request))


def _hours(request: TownRequest) -> dict[str, Any]:
    today = clock.local_today(clock.now())
    claims = ledger.claims_of(request.user.pk, starts_on=today - A_YEAR, ends_on=today)[::-1]
    page = Paginator(claims, HOURS_A_PAGE).get_page(request.GET.get("page"))
    meetings = Meeting.objects.for_page().in_bulk([claim.meeting_id for claim in page.object_list])
    return {
        "page": page,
        "rows": [{"claim": claim, "meeting": meetings.get(claim.meeting_id)} for claim in page.object_list],
        "minutes": sum(claim.minutes for claim in claims if claim.state in certificates.COUNTED),
        "confirmed": sum(claim.minutes for claim in claims if claim.state == ledger.State.CONFIRMED),
        "certificates": HoursCertificate.objects.visible_to(request.user).order_by("-issued_at")[:12],
    }


def _period_form() -> forms.StatementPeriod:
    today = clock.local_today(clock.now())
    new_year = date(today.year, 1, 1)
    initial = {"request_id": uuid.uuid4(), "starts_on": new_year, "ends_on": today, "language": "nl"}
    return forms.StatementPeriod(initial=initial)


@require_POST
def issue_certificate(request: TownRequest, audience: Audience) -> HttpResponse:
    """Freeze a statement of a period, to download as often as one likes."""
    form = forms.StatementPeriod(request.POST)
    if form.is_valid():
        try:
            certificates.issue(
                town=request.town_code, account_id=request.user.pk, now=clock.now(), **form.cleaned_data
            )
        except certificates.PeriodEndsBeforeItStarts:
            form.add_error("ends_on", _("Choose a last day on or after the first day."))
        except RequestUsedBefore:
            messages.info(request, _("You already made this overview."))
    if form.errors:
        return _show_hours(request, audience, form)
    messages.success(request, _("Your overview is ready to download."))
    return redirect("volunteer:hours")


def _certificate(request: TownRequest, certificate_id: uuid.UUID) -> HoursCertificate:
    mine = HoursCertificate.objects.visible_to(request.user)
    found: HoursCertificate = get_object_or_404(mine, pk=certificate_id)
    return found


@require_GET
def certificate_pdf(request: TownRequest, audience: Audience, certificate_id: uuid.UUID) -> HttpResponse:
    """The statement as PDF/A."""
    found = _certificate(request, certificate_id)
    return download(certificates.as_pdf(found), f"vrijwilligersuren-{found.ends_on}.pdf")


@require_GET
def certificate_csv(request: TownRequest, audience: Audience, certificate_id: uuid.UUID) -> HttpResponse:
    """The months of the statement as CSV."""
    found = _certificate(request, certificate_id)
    return download(certificates.as_csv(found), f"vrijwilligersuren-{found.ends_on}.csv")
