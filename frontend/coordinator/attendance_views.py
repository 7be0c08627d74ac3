"""Who was at a meeting: everybody at once, from the list on paper or because it was not as it stands."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.meetings import attendance, corrections, ledger, limits, outcomes
from backend.meetings.models import Attendance, Meeting, Outcome
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from frontend import hours_words
from frontend.coordinator.access import coordinators_only
from frontend.pages import render_page
from frontend.templatetags.spoken import duration
from frontend.town import TownRequest

NOT_KNOWN = ("", gettext_lazy("Not known"))
WORDS: list[tuple[str, Any]] = [
    (Outcome.CAME, gettext_lazy("Was there")),
    (Outcome.LATE, gettext_lazy("Came later")),
    (Outcome.EXCUSED, gettext_lazy("Could not come, and said so")),
    (Outcome.ILL, gettext_lazy("Was ill")),
    (Outcome.NO_SHOW, gettext_lazy("Did not come")),
]


class WhoWasThere(forms.Form):
    """One choice a person; the hours of who volunteered; and why, when hours change that stand."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    minutes = forms.IntegerField(
        label=gettext_lazy("How many minutes?"),
        min_value=limits.SHORTEST,
        max_value=limits.LONGEST,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("How do you know?"),
        help_text=gettext_lazy("For example: the list on paper. Needed when you change hours that stand already."),
        max_length=300,
        required=False,
    )

    def __init__(self, *args: Any, people: list[Attendance], **about: Any) -> None:
        super().__init__(*args, **about)
        self.people = {f"p{number}": each for number, each in enumerate(people)}
        for name, each in self.people.items():
            how: dict[str, Any] = {"coerce": Outcome, "required": False, "empty_value": None}
            choices = [NOT_KNOWN, *WORDS]
            self.fields[name] = forms.TypedChoiceField(label=each.account.call_name, choices=choices, **how)
        self.order_fields([*self.people, "minutes", "reason", "request_id"])

    def clean(self) -> dict[str, Any]:
        """At least one word."""
        given = super().clean() or self.cleaned_data
        if not self.errors and not self.said:
            raise forms.ValidationError(_("Choose for at least one person."))
        return given

    @property
    def said(self) -> dict[uuid.UUID, Outcome]:
        """Account to outcome, of whom something is known."""
        given = {self.people[name].account_id: self.cleaned_data.get(name) for name in self.people}
        return {account_id: outcome for account_id, outcome in given.items() if outcome}


def _form(request: TownRequest, meeting: Meeting) -> WhoWasThere:
    people = list(meeting.attendances.select_related("account").order_by("-side", "account__call_name", "pk"))
    known = outcomes.of([meeting.pk])[meeting.pk]
    claims = [claim for claim in ledger.claims_by_person([meeting.pk])[meeting.pk].values() if claim.takes_time]
    initial: dict[str, Any] = {f"p{number}": known.get(each.account_id) for number, each in enumerate(people)}
    initial |= {"request_id": uuid.uuid4(), "minutes": claims[0].minutes if claims else meeting.minutes}
    return WhoWasThere(request.POST if request.method == "POST" else None, people=people, initial=initial)


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def who_was_there(request: TownRequest, meeting_id: uuid.UUID) -> HttpResponse:
    """Look at what is known, write down what was not known or not right."""
    meeting = get_object_or_404(Meeting.objects.visible_to(request.user).for_page(), pk=meeting_id)
    form = _form(request, meeting)
    if form.is_valid() and _try_to_enter(request, meeting, form):
        messages.success(request, _("It is written down."))
        return redirect("coordinator:meeting", meeting.pk)
    context = {
        "meeting": meeting,
        "form": form,
        "is_over": meeting.ends_at <= clock.now(),
        "planned": duration(meeting.minutes),
    }
    return render_page(request, "coordinator/who_was_there.html", context, status=422 if form.errors else 200)


def _try_to_enter(request: TownRequest, meeting: Meeting, form: WhoWasThere) -> bool:
    given = form.cleaned_data
    sheet = corrections.Sheet(outcomes=form.said, minutes=given["minutes"], reason=given["reason"])
    try:
        corrections.enter(
            meeting_id=meeting.pk, sheet=sheet, by=request.user, request_id=given["request_id"], now=clock.now()
        )
    except tuple(_WHY) as refused:
        form.add_error(*_WHY[type(refused)])
    except ledger.HoursOverlap as refused:
        form.add_error("minutes", hours_words.overlap_for_coordinator(refused))
    return not form.errors


_WHY: dict[type[Exception], tuple[str | None, Any]] = {
    corrections.ReasonIsMissing: ("reason", gettext_lazy("Hours change that stand already. Write how you know.")),
    ledger.OwnHours: (None, gettext_lazy("These are your own hours. Ask another coordinator to decide.")),
    ledger.ClaimIsInAnotherState: (None, gettext_lazy("A coordinator has decided about these hours already.")),
    attendance.MeetingIsNotOver: (None, gettext_lazy("This meeting is not over yet. Enter it afterwards.")),
    attendance.MeetingWasCancelled: (
        None,
        gettext_lazy("This meeting was called off, so there is nothing to say about it."),
    ),
    RequestUsedBefore: (None, gettext_lazy("This was sent before with other answers. Open the page again.")),
}
