"""Did you meet, were you there, did you lead it: how it is asked whether a meeting was held, and what was answered.

One table by the part that somebody had in it, for pages, messages and the coordinator. Each sentence stands here
whole; what it names comes as {name}, {day} and {time}.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from backend.meetings.company import Part
from backend.meetings.models import Attendance, Why
from notifications.kinds import Context

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Answer = Attendance.Answer
OF_ONESELF: "dict[Why, str | StrPromise]" = {each: each.label for each in (Why.I_WAS_ILL, Why.I_COULD_NOT)}


@dataclass(frozen=True, kw_only=True)
class Said:
    """One answer: on its button, said back at once, on a later day, and quoted to a coordinator after a name."""

    button: "StrPromise"
    back: "StrPromise"
    later: "StrPromise"
    quoted: "StrPromise"


@dataclass(frozen=True, kw_only=True)
class Words:
    """The question, shorter and longer, its two answers, and why the answer can be no."""

    title: "StrPromise"
    subject: "StrPromise"
    question: "StrPromise"
    question_with_time: "StrPromise"
    how_long: "StrPromise"
    answers: Mapping[str, Said]
    reasons: "Mapping[Why, str | StrPromise]"

    def in_a_message(self, about: Context) -> Context:
        """The question as the subject, the first sentence and the SMS of a message, in the active language.

        ``about`` has what they name: ``name``, ``day`` and ``time``.
        """
        return {
            each: str(getattr(self, each)).format(**about) for each in ("subject", "question", "question_with_time")
        }


WORDS = {
    Part.OF_A_PAIR: Words(
        title=_("Did you meet?"),
        subject=_("Did you meet {name}?"),
        question=_("Did you meet {name} on {day}?"),
        question_with_time=_("Did you meet {name} on {day}, {time}?"),
        how_long=_("Only if you met. Round to the nearest quarter of an hour."),
        answers={
            Answer.HELD: Said(
                button=_("Yes, we met"),
                back=_("You said: yes, we met."),
                later=_("You said: I met {name} on {day}."),
                quoted=_("says: we met"),
            ),
            Answer.NOT_HELD: Said(
                button=_("No, we did not meet"),
                back=_("You said: no, we did not meet."),
                later=_("You said: I did not meet {name} on {day}."),
                quoted=_("says: we did not meet"),
            ),
        },
        reasons={each: each.label for each in Why},
    ),
    Part.SITS_THERE: Words(
        title=_("Were you there?"),
        subject=_("Were you at {name}?"),
        question=_("Were you at {name} on {day}?"),
        question_with_time=_("Were you at {name} on {day}, {time}?"),
        how_long=_("Only if you were there. Round to the nearest quarter of an hour."),
        answers={
            Answer.HELD: Said(
                button=_("Yes, I was there"),
                back=_("You said: yes, I was there."),
                later=_("You said: I was at {name} on {day}."),
                quoted=_("says: I was there"),
            ),
            Answer.NOT_HELD: Said(
                button=_("No, I was not there"),
                back=_("You said: no, I was not there."),
                later=_("You said: I was not at {name} on {day}."),
                quoted=_("says: I was not there"),
            ),
        },
        reasons={
            **OF_ONESELF,
            Why.OTHER_NOT_THERE: _("Nobody was there to lead the table"),
            Why.OTHER_WAS_ILL: _("Who leads the table was ill"),
            Why.OTHER_COULD_NOT: _("Who leads the table could not come"),
        },
    ),
    Part.LEADS: Words(
        title=_("Did you lead the table?"),
        subject=_("Did you lead {name}?"),
        question=_("Did you lead {name} on {day}?"),
        question_with_time=_("Did you lead {name} on {day}, {time}?"),
        how_long=_("Only if you led the table. Round to the nearest quarter of an hour."),
        answers={
            Answer.HELD: Said(
                button=_("Yes, I led the table"),
                back=_("You said: yes, I led the table."),
                later=_("You said: I led {name} on {day}."),
                quoted=_("says: I led the table"),
            ),
            Answer.NOT_HELD: Said(
                button=_("No, I did not lead the table"),
                back=_("You said: no, I did not lead the table."),
                later=_("You said: I did not lead {name} on {day}."),
                quoted=_("says: I did not lead the table"),
            ),
        },
        reasons={
            **OF_ONESELF,
            Why.OTHER_NOT_THERE: _("Nobody came to the table"),
        },
    ),
}
