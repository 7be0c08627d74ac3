"""About one meeting: did you meet, I will be there, I cannot come."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend.meetings import attendance, ledger, limits, outcomes, planning
from backend.meetings.models import Attendance, Meeting
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend import hours_words
from frontend.taking_part import held_forms, situation
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.templatetags.spoken import spoken_moment
from frontend.town import TownRequest

REFUSALS = (
    attendance.MeetingIsNotOver,
    attendance.AnswerIsFinal,
    ledger.ClaimIsInAnotherState,
    limits.MinutesOutOfRange,
    ledger.HoursOverlap,
)


def _met_or_404(request: TownRequest, audience: Audience, meeting_id: uuid.UUID) -> situation.Met:
    mine = Meeting.objects.visible_to(request.user).filter(
        attendances__account=request.user, attendances__side=audience.side
    )
    meeting = get_object_or_404(mine.for_page().prefetch_related("attendances__account"), pk=meeting_id)
    return situation.met(meeting, audience, request.user, ledger.claims_by_person([meeting.pk])[meeting.pk])


@require_http_methods(["GET", "POST"])
def answer(request: TownRequest, audience: Audience, meeting_id: uuid.UUID) -> HttpResponse:
    """Did you meet? May be answered, and answered otherwise for 72 hours."""
    met = _met_or_404(request, audience, meeting_id)
    form = question(met, audience, request)
    if request.method == "POST" and form.is_valid() and _try_to_answer(request, met, form):
        return audience.home()
    return show(request, audience, "meeting_answer", met=met, form=form, now=clock.now())


def question(met: situation.Met, audience: Audience, request: TownRequest | None = None) -> held_forms.WasItHeld:
    """The question about one meeting; an answer given before is filled in, else nothing is."""
    sent = request.POST if request and request.method == "POST" else None
    initial = {"request_id": uuid.uuid4(), "answer": met.mine.answer or None}
    about: dict[str, Any] = {"met": met, "auto_id": f"m{met.meeting.pk}-%s"}
    if audience.side == Attendance.Side.NEWCOMER:
        return held_forms.WasItHeld(sent, initial=initial, **about)
    said = met.claim.minutes if met.claim and met.claim.takes_time else met.meeting.minutes
    return held_forms.WasItHeldHowLong(sent, initial=initial | {"minutes": said}, **about)


def _try_to_answer(request: TownRequest, met: situation.Met, form: held_forms.WasItHeld) -> bool:
    """Whether there is nothing left to mend in the form."""
    given = form.cleaned_data
    try:
        said = attendance.answer(
            meeting_id=met.meeting.pk,
            by=request.user,
            answer=given["answer"],
            minutes=given.get("minutes"),
            request_id=given["request_id"],
            now=clock.now(),
        )
    except RequestUsedBefore:
        messages.info(request, _("You already sent this answer."))
    except attendance.MeetingWasCancelled:
        messages.info(request, _("This meeting was called off, so there is nothing to say about it."))
    except REFUSALS as refused:
        form.add_error("minutes" if "minutes" in form.fields else None, _why_not(refused))
        return False
    else:
        _explain(request, met, form)
        until = _("You can change it until %(moment)s.") % {
            "moment": spoken_moment(attendance.changeable_until(said))
        }
        messages.success(request, f"{met.words.answers[said.answer].back} {until}")
    return True


def _explain(request: TownRequest, met: situation.Met, form: held_forms.WasItHeld) -> None:
    """Why they did not meet, when somebody wants to say it."""
    given = form.cleaned_data
    if given["answer"] == Attendance.Answer.NOT_HELD and given["why"]:
        outcomes.explain(
            meeting_id=met.meeting.pk,
            by=request.user,
            why=given["why"],
            request_id=given["request_id"],
            now=clock.now(),
        )


def _why_not(refused: Exception) -> str:
    """A sentence that says what to do."""
    if isinstance(refused, ledger.HoursOverlap):
        return hours_words.overlap_for_volunteer(refused)
    if isinstance(refused, attendance.MeetingIsNotOver):
        return _("You can answer when the meeting is over.")
    if isinstance(refused, attendance.AnswerIsFinal):
        return _("You answered more than three days ago. Ask your coordinator to correct it.")
    if isinstance(refused, limits.MinutesOutOfRange):
        return _("Choose between a quarter of an hour and four hours.")
    return _("Your coordinator has decided about these hours. Not right? Ask your coordinator.")


@require_POST
def coming(request: TownRequest, audience: Audience, meeting_id: uuid.UUID) -> HttpResponse:
    """I will be there."""
    met = _met_or_404(request, audience, meeting_id)
    try:
        attendance.promise(meeting_id=met.meeting.pk, by=request.user, now=clock.now())
    except attendance.MeetingWasCancelled:
        messages.info(request, _("This meeting was called off. You do not need to come."))
    else:
        messages.success(request, _("Good. %(name)s can see that you will be there.") % {"name": met.other_name})
    return audience.home()


def _said_not_to_come(met: situation.Met) -> str:
    if met.is_of_a_table:
        return _("It is written down that you cannot come. Who leads the table can see it.")
    return _("We tell %(name)s that you cannot come.") % {"name": met.other_name}


@require_http_methods(["GET", "POST"])
def cannot_come(request: TownRequest, audience: Audience, meeting_id: uuid.UUID) -> HttpResponse:
    """I cannot come: first the page that says what will happen, then the deed."""
    met = _met_or_404(request, audience, meeting_id)
    if request.method == "POST":
        try:
            planning.cancel(meeting_id=met.meeting.pk, by=request.user, now=clock.now())
        except planning.MeetingHasBegun:
            messages.info(request, _("This meeting has already begun. Say afterwards that you did not meet."))
        else:
            messages.success(request, _said_not_to_come(met))
        return audience.home()
    return show(request, audience, "cannot_come", met=met)
