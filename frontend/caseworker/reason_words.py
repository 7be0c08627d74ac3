"""Why minutes count less or are not asked, in words for the person and the caseworker alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backend.obligations.facts import Reason
from backend.obligations.rules import Week
from frontend.caseworker.rule_words import KINDS, name_of

WORDS: dict[Reason, str | Promise] = {
    Reason.OUTSIDE_PERIOD: _("No decision held on this day."),
    Reason.NOTHING_ASKED_BY_LAW: _("The law or the ordinance asked nothing on these days."),
    Reason.SAME_SESSION_TWICE: _("The same meeting counts once."),
    Reason.LONGER_THAN_THE_CLOCK: _("More time was written down than the meeting took."),
    Reason.WAITS_FOR_A_WORD: _("We wait for an answer of the other person."),
    Reason.DISPUTED: _("The other person says it was not so. The coordinator looks at it."),
    Reason.REJECTED: _("The coordinator decided that this does not stand."),
    Reason.TAKEN_BACK: _("This was taken back."),
    Reason.CLAIMED_TOO_LATE: _("This was written down later than the ordinance allows."),
    Reason.KIND_DOES_NOT_COUNT: _("The ordinance does not count this kind of hours."),
    Reason.PREPARATION_CAP: _("Preparing a meeting counts up to a limit."),
    Reason.NO_MEETING_BESIDE_IT: _("There is no meeting that counts for this preparation."),
    Reason.TRAVEL_CAP: _("Travelling counts up to a limit."),
    Reason.WAITS_FOR_THE_CASEWORKER: _("The caseworker still has to look at this."),
    Reason.OWN_ABSENCE: _("The volunteer did not come."),
    Reason.OWN_EXCUSE: _("The volunteer could not come and said so before."),
    Reason.OWN_ILLNESS: _("The volunteer was ill. That is nobody's fault."),
    Reason.NOBODY_SAID_WHY: _("They did not meet and nobody said why yet. The volunteer can say it at the meeting."),
    Reason.OTHER_CALLED_OFF_IN_TIME: _("The other person called it off in time to agree on another day."),
    Reason.OTHER_DID_NOT_COME: _("The other person did not come. That is not the volunteer's fault."),
    Reason.OTHER_WAS_ILL: _("The other person was ill. That is not the volunteer's fault."),
    Reason.OTHER_COULD_NOT_COME: _("The other person could not come. That is not the volunteer's fault."),
    Reason.OTHER_CALLED_OFF: _("The other person called it off late. That is not the volunteer's fault."),
    Reason.HOUSE_CLOSED: _("The community centre was closed. That is nobody's fault."),
    Reason.HOLIDAY: _("It was a holiday. That is nobody's fault."),
    Reason.CONFIRMED_BY_SILENCE: _("The other person said nothing in time, so it counts."),
    Reason.EXEMPT: _("There was an exemption."),
    Reason.SUSPENDED: _("The duty was suspended."),
    Reason.FREE_WEEKS: _("These were free weeks."),
    Reason.SEARCH_PERIOD: _("There was time to search first."),
    Reason.NO_BUDDY: _("There was no buddy yet. That is nobody's fault."),
    Reason.ROUNDING: _("Rounded down, in favour of the volunteer."),
}


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One difference in a week: minutes claimed and counted, or not asked; ``rule`` says what is behind it."""

    day: date
    words: str | Promise
    rule: str = ""
    what: str | Promise = ""
    claimed: int = 0
    counted: int = 0
    not_asked: int = 0


def explained(weeks: Sequence[Week]) -> list[Difference]:
    """Every difference of these weeks, newest week first."""
    return [each for week in reversed(weeks) for each in _of(week)]


def _of(week: Week) -> Iterator[Difference]:
    for reason, minutes in week.asked.less.items():
        yield Difference(day=week.monday, words=WORDS[reason], not_asked=minutes)
    for line in week.lines:
        if line.reason:
            yield Difference(
                day=line.day,
                words=WORDS[line.reason],
                rule=name_of(line.rule),
                what=KINDS[line.kind],
                claimed=line.claimed,
                counted=line.credited + line.excused,
            )
