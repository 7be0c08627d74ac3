"""Errors as RFC 9457 problem details. The one table from an exception of the domain to an HTTP status
(``backend.api.obligations`` adds its own, from behind the wall).

Invalid input is 400 with all errors together (NLGov /core/error-handling/invalid-input); a state that does
not allow the deed is 409; a request id that was used for something else is 422.
"""

import logging
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from djangorestframework_camel_case.util import camelize
from rest_framework import exceptions, status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from backend.meetings import (
    absences,
    attendance,
    certificates,
    check_in,
    corrections,
    entries,
    hours_import,
    hours_rows,
    joint_meetings,
    language_plans,
    ledger,
    limits,
    moving,
    planning,
    substitutes,
)
from backend.pairs import (
    casework,
    checks,
    exclusions,
    handover,
    language_tables,
    lease,
    life,
    pauses,
    periods,
    problem,
    proposals,
    rounds,
    states,
    table_offers,
    wishes,
)
from backend.people import availability, consent, contacts, login, preferences, registration

MEDIA_TYPE = "application/problem+json"
INVALID, CONFLICT, USED_BEFORE = 400, 409, 422
STATUS_OF: dict[type[Exception], int] = {
    availability.NotAWindow: INVALID,
    consent.UnknownConsentText: INVALID,
    contacts.NotAPhoneNumber: INVALID,
    contacts.NotAMailAddress: INVALID,
    login.CodeIsWrong: INVALID,
    login.CodeIsTooOld: INVALID,
    login.TooManyTries: 429,
    login.TooManyCodes: 429,
    preferences.UnknownLanguage: INVALID,
    registration.RequestUsedBefore: USED_BEFORE,
    registration.TownNotOpen: CONFLICT,
    registration.NoSuchNeighbourhood: INVALID,
    registration.NotAName: INVALID,
    registration.CannotBeReached: INVALID,
    registration.TooManyOnThisContact: 429,
    registration.TakesPartAlready: CONFLICT,
    registration.NotACoordinatorHere: 403,
    casework.NothingWritten: INVALID,
    casework.NotAColleague: INVALID,
    handover.DoesNotFit: CONFLICT,
    handover.AnotherProposalIsOpen: CONFLICT,
    checks.NotAskedNow: CONFLICT,
    checks.FacesAreOneToFive: INVALID,
    exclusions.NoReasonGiven: INVALID,
    life.NoPlaceLeft: CONFLICT,
    life.PairEndedOtherwise: CONFLICT,
    life.EndsBeforeStart: INVALID,
    pauses.NotAPause: INVALID,
    periods.PeriodsBeginInThePast: INVALID,
    periods.PeriodsDoNotFit: INVALID,
    pauses.PausedThen: CONFLICT,
    states.NotInThisState: CONFLICT,
    proposals.ProposalClosed: CONFLICT,
    proposals.NotYours: 404,
    language_tables.TooFewSeats: CONFLICT,
    language_tables.NoLeader: INVALID,
    language_tables.NameIsTaken: CONFLICT,
    table_offers.TableOfferClosed: CONFLICT,
    lease.TurnIsOver: CONFLICT,
    problem.UnusableRow: CONFLICT,
    wishes.KeptApart: CONFLICT,
    wishes.PinnedToSomebodyElse: CONFLICT,
    rounds.RoundIsRunning: CONFLICT,
    rounds.RoundIsDecided: CONFLICT,
    absences.AwayEndsBeforeItStarts: INVALID,
    absences.AwayIsOver: CONFLICT,
    absences.AwayIsTooLong: INVALID,
    moving.MeetingIsOff: CONFLICT,
    moving.NotAheadOfUs: INVALID,
    moving.SomebodyIsAway: CONFLICT,
    attendance.MeetingIsNotOver: CONFLICT,
    attendance.MeetingWasCancelled: CONFLICT,
    attendance.AnswerIsFinal: CONFLICT,
    attendance.NothingToConfirm: CONFLICT,
    certificates.PeriodEndsBeforeItStarts: INVALID,
    entries.HoursOverlap: CONFLICT,
    hours_import.WrongColumns: INVALID,
    hours_rows.NotTogetherThen: CONFLICT,
    hours_rows.TooLongAgo: CONFLICT,
    hours_rows.HoursStandAlready: CONFLICT,
    hours_rows.VolunteerSaysOtherwise: CONFLICT,
    corrections.ReasonIsMissing: INVALID,
    check_in.NotTheHour: CONFLICT,
    check_in.NobodyHasThisCode: INVALID,
    check_in.TooManyWrongCodes: 429,
    ledger.OwnHours: CONFLICT,
    ledger.ClaimIsInAnotherState: CONFLICT,
    language_plans.NoGoalChosen: INVALID,
    language_plans.UntilIsNotAhead: INVALID,
    language_plans.NoDayYet: CONFLICT,
    language_plans.PlanWasReplaced: CONFLICT,
    limits.MinutesOutOfRange: INVALID,
    joint_meetings.NobodyTookOver: CONFLICT,
    substitutes.NotSuchDays: INVALID,
    substitutes.SomebodyStandsInThen: CONFLICT,
    planning.PairHasEnded: CONFLICT,
    planning.NoMeetingsNow: CONFLICT,
    planning.CentreIsClosed: CONFLICT,
    planning.InAnotherMeetingThen: CONFLICT,
    planning.MeetingHasBegun: CONFLICT,
}

NOT_THERE = (Http404, exceptions.NotFound, ObjectDoesNotExist)
OF_THE_WHOLE = "nonFieldErrors"

log = logging.getLogger(__name__)


def _problem(code: int, detail: str, **more: Any) -> dict[str, Any]:
    return {"status": code, "title": HTTPStatus(code).phrase, "detail": detail} | more


def _nothing_here() -> dict[str, Any]:
    """One body for all that is not there, not yours, or not for your role: nobody can tell these apart."""
    return _problem(404, "There is nothing here, or it is not yours.")


def _flat(errors: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Validation errors as JSON pointers (RFC 6901) with a sentence each."""
    if isinstance(errors, dict):
        for key, value in errors.items():
            yield from _flat(value, at if key == OF_THE_WHOLE else f"{at}/{_escaped(str(key))}")
    elif isinstance(errors, list):
        for number, value in enumerate(errors):
            yield from _flat(value, f"{at}/{number}" if isinstance(value, dict) else at)
    else:
        yield at, str(errors)


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _sendable(text: str) -> str:
    """Half a character of UTF-16, which JSON can hold and UTF-8 cannot, comes back as a question mark."""
    return text.encode(errors="replace").decode()


def _of_framework(error: exceptions.APIException, request: Request) -> dict[str, Any]:
    if not isinstance(error, exceptions.ValidationError):
        return _problem(error.status_code, str(error.detail))
    where = "query" if request.method in SAFE_METHODS else "body"
    found = [
        {"in": where, "pointer": _sendable(at), "detail": _sendable(sentence)}
        for at, sentence in _flat(camelize(error.detail))
    ]
    return _problem(400, "Some fields are missing or not valid.", errors=found)


def sentence_of(error: Exception) -> str:
    """What a domain exception says: its own text, else the first line of its docstring."""
    return str(error) or (type(error).__doc__ or type(error).__name__).strip().splitlines()[0]


def answer(error: Exception, context: dict[str, Any]) -> Response:
    """DRF's exception handler: every error becomes ``application/problem+json``."""
    set_rollback()
    headers: dict[str, str] = {}
    if isinstance(error, NOT_THERE) or STATUS_OF.get(type(error)) == status.HTTP_404_NOT_FOUND:
        body = _nothing_here()
    elif isinstance(error, PermissionDenied):
        body = _problem(403, "You may not do this.")
    elif isinstance(error, RequestDataTooBig):
        body = _problem(413, "This is larger than anything that can be sent here.")
    elif isinstance(error, exceptions.APIException):
        body = _of_framework(error, context["request"])
        wait, challenge = getattr(error, "wait", None), getattr(error, "auth_header", None)
        headers |= {"Retry-After": str(int(wait))} if wait else {}
        headers |= {"WWW-Authenticate": challenge} if challenge else {}
    elif type(error) in STATUS_OF:
        body = _problem(STATUS_OF[type(error)], sentence_of(error))
    else:
        log.error("Unexpected error in the API", exc_info=error)
        body = _problem(500, "Something went wrong on our side. Try again later.")
    return Response(body, status=body["status"], headers=headers, content_type=MEDIA_TYPE)


@csrf_exempt
def not_found(request: HttpRequest) -> JsonResponse:
    """Every address below the API that does not exist, a trailing slash included."""
    compact = {"separators": (",", ":")}
    return JsonResponse(_nothing_here(), status=404, content_type=MEDIA_TYPE, json_dumps_params=compact)
