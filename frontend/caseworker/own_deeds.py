"""What a person can say on the own page: a view, a wrong figure, an objection, other hours."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from backend.obligations import extra_hours, file_words
from backend.obligations.facts import monday_of
from backend.obligations.models import Obligation
from backend.people.models import Account
from frontend.caseworker import case_file, file_forms, forms
from frontend.caseworker.deeds import Deed
from frontend.templatetags.spoken import short_date

CALM = _("Only your caseworker reads this. It changes nothing by itself.")
DEEDS: dict[str, Deed] = {
    "mening": Deed(
        form=file_forms.OwnView,
        do=file_words.say,
        title=_("Your side of the story"),
        button=_("Send"),
        done=_("Your caseworker can read it now."),
        note=CALM,
    ),
    "getal": Deed(
        form=file_forms.WrongFigure,
        do=file_words.say,
        title=_("A figure is wrong"),
        button=_("Send"),
        done=_("Your caseworker can read it now. You read the answer here."),
        note=CALM,
        asked=("monday",),
    ),
    "bezwaar": Deed(
        form=file_forms.OwnObjection,
        do=file_words.say,
        title=_("You do not agree with a decision"),
        button=_("Send"),
        done=_("Your caseworker can read it now. You read the answer here."),
        note=_(
            "Do this within six weeks after you got the letter. The letter says where you can also send it by post."
        ),
        asked=("decision_id",),
    ),
    "uren": Deed(
        form=file_forms.OtherHours,
        do=extra_hours.add,
        title=_("Other hours"),
        button=_("Send"),
        done=_("Your hours are in the file."),
        note=_("Meetings with your buddy are here already. Write down other hours only."),
    ),
}


def fill(form: forms.Once, obligation: Obligation, *, by: Account) -> None:
    """The lists of choices: the last weeks, and the decisions of the own file."""
    if isinstance(form, forms.OfFile):
        form.about(by=by, decisions=list(obligation.decisions.order_by("-number")))
    if "monday" in form.fields:
        mondays = [monday_of(case_file.today()) - timedelta(weeks=n) for n in range(case_file.WEEKS)]
        named = [(day.isoformat(), short_date(day)) for day in mondays]
        form.fields["monday"].choices = [*forms.CHOOSE, *named]  # type: ignore[attr-defined]
