"""How is it going? A few plain questions with faces, at set moments; the other one never sees the answers."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.meetings import asking
from backend.meetings.models import Attendance
from backend.pairs import checks
from backend.pairs.models import Moment
from backend.places import clock
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.taking_part.situation import Question, Situation
from frontend.town import TownRequest

FACES = [
    (5, gettext_lazy("😀 Very good")),
    (4, gettext_lazy("😊 Good")),
    (3, gettext_lazy("😐 So so")),
    (2, gettext_lazy("😟 Not good")),
    (1, gettext_lazy("😢 Bad")),
]
MET = [("yes", gettext_lazy("Yes, we met")), ("no", gettext_lazy("No, not yet"))]


def _faces(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=FACES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose the face that fits best.")},
    )


class HowIsItGoing(forms.Form):
    """What is asked depends on the moment and the side."""

    have_met = forms.ChoiceField(
        label=gettext_lazy("Did you meet?"),
        choices=MET,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose yes or no.")},
    )
    face = _faces(gettext_lazy("How is it together?"))
    speaking = _faces(gettext_lazy("How well do you speak Dutch?"))
    taking_part = _faces(gettext_lazy("How well can you do things yourself, such as shopping, the doctor, school?"))
    wants_a_call = forms.BooleanField(label=gettext_lazy("I want my coordinator to call me"), required=False)
    words = forms.CharField(
        label=gettext_lazy("Do you want to add something?"),
        help_text=gettext_lazy("Only your coordinator reads this. You may leave it empty."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, moment: Moment, learns: bool, **about: Any) -> None:
        super().__init__(*args, **about)
        if moment != Moment.START:
            del self.fields["have_met"]
        if not learns or moment not in checks.SCORED:
            del self.fields["speaking"], self.fields["taking_part"]

    def answers(self) -> checks.Answers:
        """The cleaned fields as the domain knows them."""
        given = dict(self.cleaned_data)
        met = given.pop("have_met", None)
        return checks.Answers(have_met=met == "yes" if met else None, **given)


@never_cache
@require_http_methods(["GET", "POST"])
def how_is_it_going(request: TownRequest, audience: Audience, pair_id: uuid.UUID) -> HttpResponse:
    """Asked once a moment; who answered, or is not asked now, goes back to the own page."""
    seen = Situation(audience, audience.role_of(request), clock.now())
    question = next((each for each in seen.questions if each.pair.pk == pair_id), None)
    if question is None:
        messages.info(request, _("There are no questions for you now."))
        return audience.home()
    sent = request.POST if request.method == "POST" else None
    form = HowIsItGoing(sent, moment=question.moment, learns=audience.side == Attendance.Side.NEWCOMER)
    if form.is_valid():
        _answer(request, question, form)
        return audience.home()
    return show(request, audience, "how_is_it_going", seen=seen, form=form, name=question.other_name)


def _answer(request: TownRequest, question: Question, form: HowIsItGoing) -> None:
    try:
        asking.answer(
            pair_id=question.pair.pk,
            by=request.user,
            moment=question.moment,
            answers=form.answers(),
            now=clock.now(),
        )
    except checks.NotAskedNow:
        messages.info(request, _("There are no questions for you now."))
    else:
        messages.success(request, _("Thank you. Your answers are saved."))
