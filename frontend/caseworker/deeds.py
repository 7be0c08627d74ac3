"""What a caseworker can write in a file: for each name in the address its form, its deed and its words."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backend.obligations import allowances, caseload, changes, decisions, extra_hours, file_words, signals
from backend.obligations.models import ObligationDecision
from frontend.caseworker import caseload_forms, file_forms, forms, letters

Kind = ObligationDecision.Kind
Words = str | Promise


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A page with one form. ``asked`` are the names that a link to it may fill in beforehand.

    ``tells_of_reduction``: the page says what the ordinance says about one, as text for a letter.
    """

    form: type[forms.Once]
    do: Callable[..., object]
    title: Words
    button: Words
    done: Words
    note: Words = ""
    asked: tuple[str, ...] = ()
    tells_of_reduction: bool = False


def _change(form: type[forms.Once], title: Words, note: Words = "") -> Deed:
    return Deed(
        form=form,
        do=changes.change,
        title=title,
        button=_("Add the decision"),
        done=_("The decision is in the file."),
        note=note,
    )


DEEDS: dict[str, Deed] = {
    "wijzigen": _change(letters.Amend, _("Other hours a week")),
    "opschorten": _change(letters.Suspend, _("Suspend the duty")),
    "hervatten": _change(letters.Resume, _("Resume the duty")),
    "ontheffing": _change(
        letters.Exempt,
        _("An exemption"),
        _("Choose a ground and days. Write nothing about anybody's health, here or elsewhere."),
    ),
    "ongedaan": Deed(
        form=letters.Undo,
        do=changes.undo,
        title=_("Withdraw or annul a decision"),
        button=_("Undo this decision"),
        done=_("It is as if this decision had never been. The hours stay."),
        asked=("decision_id",),
    ),
    "signaal": Deed(
        form=file_forms.HandleSignal,
        do=signals.handle,
        title=_("What came of this signal?"),
        button=_("Keep this"),
        done=_("The signal is handled."),
        note=_("Nothing happens by itself. You only write down what you did."),
        asked=("kind", "key"),
        tells_of_reduction=True,
    ),
    "waarschuwing": Deed(
        form=file_forms.Warn,
        do=file_words.warn,
        title=_("A warning that you sent"),
        button=_("Keep this"),
        done=_("The warning is in the file."),
        note=_("Nothing is sent from here. You only write down what was sent, so that everybody can see it later."),
        tells_of_reduction=True,
    ),
    "zienswijze": Deed(
        form=file_forms.HeardView,
        do=file_words.say,
        title=_("What your client says"),
        button=_("Keep this"),
        done=_("It is in the file."),
        note=_("Your client can also write this on the own page."),
    ),
    "antwoord": Deed(
        form=file_forms.Answer,
        do=file_words.reply,
        title=_("Answer your client"),
        button=_("Send the answer"),
        done=_("Your client reads the answer on the own page."),
        asked=("word_id",),
    ),
    "uren": Deed(
        form=file_forms.OtherHours,
        do=extra_hours.add,
        title=_("Other hours that count"),
        button=_("Add these hours"),
        done=_("The hours are in the file."),
    ),
    "uren-beoordelen": Deed(
        form=file_forms.JudgeHours,
        do=extra_hours.judge,
        title=_("Hours that your client wrote down"),
        button=_("Keep this"),
        done=_("It is in the file."),
        asked=("hours_id",),
    ),
    "vergoeding": Deed(
        form=file_forms.Allowance,
        do=allowances.note,
        title=_("An expense allowance that was paid"),
        button=_("Keep this"),
        done=_("The allowance is in the file."),
    ),
    "overdragen": Deed(
        form=caseload_forms.HandOver,
        do=caseload.hand_over,
        title=_("Give this file to a colleague"),
        button=_("Hand over"),
        done=_("Your colleague has the file now."),
    ),
}

REFUSALS: dict[type[Exception], tuple[str, Words]] = {
    decisions.NothingHoldsThen: ("starts_on", _("On this day there is nothing to change. Look at the decisions.")),
    changes.ReviewNeeded: ("review_on", _("Fill in a last day, or a day on which you look again.")),
    changes.NothingToUndo: ("decision_id", _("This decision was undone before. Open the file again.")),
    signals.HearThePersonFirst: (
        "outcome",
        _("First write down what your client says about it. Nothing is passed on before that."),
    ),
    signals.NoMoreTimeToSearch: (
        "outcome",
        _("The ordinance allows no more time to search here. Choose something else."),
    ),
    changes.LongerThanFiveYears: (
        "ends_on",
        _("Fill in a last day. Single parents are exempted for five years in all at most."),
    ),
    signals.NoSuchSignal: (NON_FIELD_ERRORS, _("A colleague handled this signal. Open the file again.")),
    file_words.NoSuchWord: (NON_FIELD_ERRORS, _("This was answered before. Open the file again.")),
    file_words.NoSuchDecision: ("decision_id", _("Choose a decision of this file.")),
    extra_hours.NotOverYet: ("day", _("Choose today or an earlier day.")),
    extra_hours.NoSuchMeeting: (
        "day",
        _("On this day there are no hours of a meeting. Choose the day of the meeting."),
    ),
    extra_hours.NoSuchHours: (NON_FIELD_ERRORS, _("These hours were looked at before. Open the file again.")),
    allowances.NoCeilingKnown: ("month", _("For this year no amounts are known here. Choose another month.")),
    caseload.NoSuchColleague: ("to_id", _("Choose a colleague from the list.")),
    caseload.NoSuchFile: (
        "client_number",
        _("There is no other file with this client number. Look at the number once more."),
    ),
    caseload.AlreadyDelegated: (NON_FIELD_ERRORS, _("A colleague already watches over your clients.")),
    decisions.LooksLikeCitizenNumber: (
        NON_FIELD_ERRORS,
        _("Somewhere stands a number that looks like a citizen number (BSN). Leave it out."),
    ),
}
