"""The HTTP status of what the room behind the wall refuses; the table of all others is ``backend.api.problems``."""

from backend.api.problems import CONFLICT, INVALID, STATUS_OF
from backend.obligations import (
    allowances,
    caseload,
    changes,
    decisions,
    extra_hours,
    file_words,
    ordinances,
    participation,
    policy,
    signals,
    statements,
    timeline,
)

STATUS_OF |= {
    decisions.NotACaseworkerHere: 404,
    decisions.NoSuchVolunteer: INVALID,
    decisions.AlreadyLinked: CONFLICT,
    decisions.PeriodsOverlap: CONFLICT,
    decisions.LooksLikeCitizenNumber: INVALID,
    decisions.EndsBeforeStart: INVALID,
    decisions.ModuleOff: CONFLICT,
    decisions.AgainstOrdinance: CONFLICT,
    statements.NothingToState: CONFLICT,
    statements.NotOverYet: INVALID,
    statements.PeriodTooLong: INVALID,
}
STATUS_OF |= dict.fromkeys(
    (
        allowances.NoCeilingKnown,
        caseload.AlreadyDelegated,
        changes.LongerThanFiveYears,
        changes.NothingToUndo,
        changes.ReviewNeeded,
        ordinances.NotAfterTheLast,
        signals.HearThePersonFirst,
        signals.NoMoreTimeToSearch,
        timeline.NothingHoldsThen,
    ),
    CONFLICT,
)
STATUS_OF |= dict.fromkeys(
    (
        caseload.NoSuchColleague,
        caseload.NoSuchFile,
        extra_hours.NoSuchHours,
        extra_hours.NoSuchMeeting,
        file_words.NoSuchDecision,
        file_words.NoSuchWord,
        participation.NotANewcomer,
        signals.NoSuchSignal,
    ),
    404,
)
STATUS_OF |= dict.fromkeys((extra_hours.NotOverYet, participation.PeriodIsWrong, policy.BadPolicy), INVALID)
