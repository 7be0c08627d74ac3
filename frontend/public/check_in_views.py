"""At the door of a house: "I am here", and afterwards "we met". For a phone that knows its owner, or for digits."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods
from django_scopes import scope, scopes_disabled

from backend.meetings import attendance, check_in, company, held_words, ledger
from backend.meetings.models import Attendance, Meeting, OutcomeWord
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places import clock
from backend.places.models import CommunityCentre
from frontend import hours_words
from frontend.pages import render_page

ARRIVE = "ARRIVE"
CHANGED = (
    attendance.MeetingWasCancelled,
    attendance.AnswerIsFinal,
    ledger.ClaimIsInAnotherState,
    RequestUsedBefore,
)


class _Digits(forms.Form):
    """Who stands at the door."""

    code = forms.CharField(
        label=gettext_lazy("Your code of today"),
        help_text=gettext_lazy("Six digits. They stand on your own page, beside your meeting of today."),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the six digits.")},
    )


class _Deed(forms.Form):
    """What somebody says at the door, about which meeting."""

    request_id = forms.UUIDField()
    meeting_id = forms.UUIDField()
    wish = forms.ChoiceField(choices=[(ARRIVE, ARRIVE), *Attendance.Answer.choices])


@dataclass(frozen=True, kw_only=True)
class Row:
    """One meeting of today as this person sees it at the door; ``opens_at`` is None from that moment on."""

    meeting: Meeting
    words: held_words.Words
    other_name: str
    opens_at: datetime | None
    has_arrived: bool
    may_arrive: bool
    may_answer: bool
    has_answered: bool


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def house(request: HttpRequest, centre_id: uuid.UUID) -> HttpResponse:
    """GET asks who somebody is; POST shows the meetings of today here, and does what a button says."""
    with scopes_disabled():  # whoever stands at the door has no town: the house has
        centre = get_object_or_404(CommunityCentre.objects.filter(closed_on=None), pk=centre_id)
    with scope(municipality=centre.municipality_id):
        return _answer(request, centre)


def _answer(request: HttpRequest, centre: CommunityCentre) -> HttpResponse:
    form = _Digits(request.POST if "code" in request.POST else None)
    who = _by_digits(form, centre) if form.is_bound else _by_session(request)
    if who and "wish" in request.POST:
        _do(request, who)
        if not form.is_bound:
            return redirect(request.path)
    context = {
        "centre": centre,
        "form": form,
        "who": who,
        "code": form.cleaned_data["code"] if who and form.is_bound else "",
        "rows": _rows(who, centre) if who else [],
        "request_id": uuid.uuid4(),
    }
    return render_page(request, "public/check_in.html", context, status=422 if form.errors else 200)


def _by_session(request: HttpRequest) -> Account | None:
    return request.user if request.user.is_authenticated else None


def _by_digits(form: _Digits, centre: CommunityCentre) -> Account | None:
    if not form.is_valid():
        return None
    now = clock.now()
    try:
        return check_in.who_is(form.cleaned_data["code"], centre, now=now)
    except check_in.NobodyHasThisCode:
        check_in.note_miss(centre, now=now)
        form.add_error(
            "code", _("Nobody who meets here today has this code. Look at your page again, or ask the house.")
        )
    except check_in.TooManyWrongCodes:
        form.add_error(
            "code", _("Too many wrong codes were typed here. Use your own phone, or ask the house for the list.")
        )
    return None


def _rows(who: Account, centre: CommunityCentre) -> list[Row]:
    now, found = clock.now(), []
    for meeting in check_in.meetings_here(who.pk, centre, clock.local_today(now)):
        mine = next(each for each in meeting.attendances.all() if each.account_id == who.pk)
        opens_at = meeting.starts_at - check_in.EARLY
        arrived = mine.words.filter(side=OutcomeWord.Side.CHECK_IN).exists()
        found.append(
            Row(
                meeting=meeting,
                words=held_words.WORDS[company.part_of(meeting, mine.side)],
                other_name=company.names(company.others(meeting, who.pk)),
                opens_at=opens_at if now < opens_at else None,
                has_arrived=arrived,
                may_arrive=not arrived and opens_at <= now < meeting.ends_at,
                may_answer=not mine.answer and meeting.ends_at <= now,
                has_answered=bool(mine.answer),
            )
        )
    return found


def _do(request: HttpRequest, who: Account) -> None:
    form = _Deed(request.POST)
    if not form.is_valid():
        return
    given, now = form.cleaned_data, clock.now()
    try:
        if given["wish"] == ARRIVE:
            check_in.arrive(meeting_id=given["meeting_id"], account=who, now=now)
            messages.success(request, _("Good, you are here."))
        else:
            attendance.answer(
                meeting_id=given["meeting_id"],
                by=who,
                answer=Attendance.Answer(given["wish"]),
                minutes=None,
                request_id=given["request_id"],
                now=now,
            )
            messages.success(request, _("Thank you. You can change it on your own page for three days."))
    except ledger.HoursOverlap as refused:
        messages.error(request, hours_words.overlap_for_volunteer(refused))
    except (check_in.NotTheHour, attendance.MeetingIsNotOver):
        messages.error(request, _("That is not possible at this hour."))
    except (
        attendance.MeetingWasCancelled,
        attendance.AnswerIsFinal,
        ledger.ClaimIsInAnotherState,
        RequestUsedBefore,
    ):
        messages.error(request, _("Something changed about this meeting. Look at your own page."))
    except Meeting.DoesNotExist:
        messages.error(request, _("This is not a meeting of yours."))
