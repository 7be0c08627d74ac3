"""One meeting of a pair or a table, for a coordinator whom they do not answer: confirm hours, call it off."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from backend.meetings import attendance, company, held_words, ledger, outcomes, planning
from backend.meetings.models import Meeting
from backend.places import clock
from frontend.coordinator import forms
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.care import settle
from frontend.pages import render_page
from frontend.town import TownRequest


def _meeting(request: TownRequest, meeting_id: uuid.UUID) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=meeting_id)


def _people(meeting: Meeting) -> list[dict[str, Any]]:
    """What each said, what became of each, and whose hours the ledger holds."""
    known = outcomes.of([meeting.pk])[meeting.pk]
    claims = ledger.claims_by_person([meeting.pk])[meeting.pk]
    return [
        {
            "name": each.account.call_name,
            "side": each.side,
            "said": held_words.WORDS[company.part_of(meeting, each.side)].answers.get(each.answer),
            "is_expected": each.is_expected,
            "outcome": known.get(each.account_id),
            "claim": claims.get(each.account_id),
        }
        for each in meeting.attendances.select_related("account").order_by("side", "account__call_name", "pk")
    ]


def _page(request: TownRequest, meeting: Meeting, form: forms.ConfirmHours) -> HttpResponse:
    people, now = _people(meeting), clock.now()
    states = {each["claim"].state for each in people if each["claim"]}
    context = {
        "meeting": meeting,
        "people": people,
        "has_dispute": ledger.State.DISPUTED in states,
        "waits_for_word": ledger.State.CLAIMED in states,
        "form": form,
        "is_over": meeting.ends_at <= now and meeting.cancelled_at is None,
        "may_move": meeting.starts_at > now and (meeting.cancelled_at is None or meeting.off_because != ""),
        "is_to_come": meeting.starts_at > now and meeting.cancelled_at is None,
    }
    return render_page(request, "coordinator/meeting.html", context, status=422 if form.errors else 200)


@never_cache
@require_GET
@coordinators_only
def one(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """What both said, what the ledger holds, and what a coordinator can do."""
    form = forms.ConfirmHours(initial={"request_id": uuid.uuid4()})
    return _page(request, _meeting(request, meeting_id), form)


@require_POST
@coordinators_only
def confirm(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """The hours are right: in the newcomer's place, and with how the coordinator knows."""
    found, form = _meeting(request, meeting_id), forms.ConfirmHours(request.POST)
    if not form.is_valid():
        return _page(request, found, form)
    about: dict[str, Any] = {"meeting_id": found.pk, "by": request.user, "now": clock.now()} | form.cleaned_data
    settle(request, lambda: attendance.confirm_for(**about), done=_("The hours are confirmed."))
    return redirect("coordinator:meeting", found.pk)


@require_POST
@coordinators_only
def call_off(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """This meeting does not take place; both are told."""
    found = _meeting(request, meeting_id)
    try:
        planning.cancel(meeting_id=found.pk, by=request.user, now=clock.now())
    except planning.MeetingHasBegun:
        messages.error(request, _("This meeting has already begun. Ask both what happened."))
    else:
        messages.success(request, _("The meeting is off. Everybody gets a message."))
    if found.table_id:
        return redirect("coordinator:table", found.table_id)
    return redirect("coordinator:pair", found.pair_id)
