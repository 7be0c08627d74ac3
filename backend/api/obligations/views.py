"""The caseload of a caseworker, decision by decision and week by week; writes are the deeds of the desk."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import GuidesClients, Visible, account_of, town_of
from backend.api.obligations import bodies_in, bodies_out, refusals
from backend.obligations import bus, changes, decisions, rules, signals, statements
from backend.obligations.facts import monday_of
from backend.obligations.models import Obligation
from backend.places import clock

__all__ = ["Obligations", "refusals"]
SHOWN_WEEKS = 13


def _asked(request: Request, body: type[bodies.Body]) -> dict[str, Any]:
    wanted = body(data=request.query_params.dict())
    wanted.is_valid(raise_exception=True)
    return dict(wanted.validated_data)


class Obligations(Visible[Obligation], viewsets.ReadOnlyModelViewSet[Obligation]):
    """The caller's caseload; POST links a decision to a volunteer of the own municipality."""

    rows = Obligation.objects
    serializer_class = bodies_out.ObligationOut
    permission_classes = [GuidesClients]

    @extend_schema(request=bodies_in.ObligationIn, responses={201: bodies_out.ObligationOut})
    def create(self, request: Request) -> Response:
        """Link a decision."""
        given = bodies.checked(request, bodies_in.ObligationIn)
        linked = decisions.link(
            town=town_of(request),
            by=account_of(request),
            person_id=given.pop("person_id"),
            client_number=given.pop("client_number"),
            request_id=given.pop("request_id"),
            decision=_letter(given),
            now=clock.now(),
        )
        return bodies.made(linked, bodies_out.ObligationOut)

    @extend_schema(methods=["get"], responses=bodies_out.DecisionOut(many=True))
    @extend_schema(methods=["post"], request=bodies_in.DecisionIn, responses={201: bodies_out.DecisionOut})
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def decisions(self, request: Request, pk: UUID) -> Response:
        """All decisions in their order, also those that were undone; POST imposes for days without a decision."""
        if request.method == "POST":
            given = bodies.checked(request, bodies_in.DecisionIn)
            request_id = given.pop("request_id")
            return self._write(decisions.decide, decision=_letter(given), request_id=request_id)
        rows = self.get_object().decisions.prefetch_related("undone_by").order_by("number")
        return Response(bodies_out.DecisionOut(rows, many=True).data)

    @extend_schema(request=bodies_in.ChangeIn, responses={201: bodies_out.DecisionOut})
    @action(detail=True, methods=["post"])
    def changes(self, request: Request, pk: UUID) -> Response:
        """Other minutes, a suspension, its end, or an exemption; also about days that are past."""
        given = bodies.checked(request, bodies_in.ChangeIn)
        request_id = given.pop("request_id")
        return self._write(changes.change, change=changes.Change(**given), request_id=request_id)

    @extend_schema(request=bodies_in.UndoingIn, responses={201: bodies_out.DecisionOut})
    @action(detail=True, methods=["post"])
    def undoings(self, request: Request, pk: UUID) -> Response:
        """Withdraw a decision, or annul it after an objection: as if it had never been."""
        given = bodies.checked(request, bodies_in.UndoingIn)
        request_id = given.pop("request_id")
        return self._write(changes.undo, undoing=changes.Undoing(**given), request_id=request_id)

    @extend_schema(request=bodies_in.EndingIn, responses={201: bodies_out.DecisionOut})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: UUID) -> Response:
        """The duty holds up to and including a day."""
        return self._write(decisions.end, **bodies.checked(request, bodies_in.EndingIn))

    def _write(self, deed: Any, **about: Any) -> Response:
        found = self.get_object()
        written = deed(obligation_id=found.pk, by=account_of(self.request), now=clock.now(), **about)
        return bodies.made(written, bodies_out.DecisionOut)

    @extend_schema(responses=bodies_out.ExemptionOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def exemptions(self, request: Request, pk: UUID) -> Response:
        """What follows from the decisions: days on which a share is not asked. Never a word about health."""
        rows = self.get_object().exemptions.order_by("starts_on", "ground")
        return Response(bodies_out.ExemptionOut(rows, many=True).data)

    @extend_schema(parameters=[bodies_in.WeeksAsked], responses=bodies_out.WeekOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def weeks(self, request: Request, pk: UUID) -> Response:
        """Minutes a week, with a reason for what is not asked; without days thirteen weeks, this one included."""
        return Response(bodies_out.WeekOut(self._weeks(), many=True).data)

    @extend_schema(parameters=[bodies_in.WeeksAsked], responses=bodies_out.HoursOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def hours(self, request: Request, pk: UUID) -> Response:
        """Every meeting and other activity of those weeks, done or missed, and what it is worth."""
        lines = [line for week in self._weeks() for line in week.lines]
        return Response(bodies_out.HoursOut(lines, many=True).data)

    def _weeks(self) -> Sequence[rules.Week]:
        found, asked = self.get_object(), _asked(self.request, bodies_in.WeeksAsked)
        until = min(asked.get("until", _today()), _today())
        since = asked.get("since", monday_of(until) - timedelta(weeks=SHOWN_WEEKS - 1))
        if until < since:
            raise decisions.EndsBeforeStart
        if until - since > statements.LONGEST:
            raise statements.PeriodTooLong
        return statements.overview(found, starts_on=since, ends_on=until).weeks

    @extend_schema(methods=["get"], responses=bodies_out.SignalOut(many=True))
    @extend_schema(methods=["post"], request=bodies_in.SignalIn, responses={201: bodies_out.HandledOut})
    @action(detail=True, methods=["get", "post"], pagination_class=None)
    def signals(self, request: Request, pk: UUID) -> Response:
        """What a person should look at now, which does nothing by itself; POST says what came of one."""
        found = self.get_object()
        if request.method == "GET":
            seen = signals.of_many([found], today=_today())[found.pk]
            return Response(bodies_out.SignalOut(seen.signals, many=True).data)
        given = bodies.checked(request, bodies_in.SignalIn)
        signal = signals.Signal(kind=given.pop("kind"), key=given.pop("key"))
        handled = signals.handle(
            obligation_id=found.pk, by=account_of(request), signal=signal, now=clock.now(), **given
        )
        return bodies.made(handled, bodies_out.HandledOut)

    @extend_schema(request=bodies_in.StatementIn, responses={201: bodies_out.StatementOut})
    @action(detail=True, methods=["post"])
    def statements(self, request: Request, pk: UUID) -> Response:
        """Freeze a statement of a period."""
        given, found = bodies.checked(request, bodies_in.StatementIn), self.get_object()
        issued = statements.issue(obligation_id=found.pk, by=account_of(request), now=clock.now(), **given)
        return bodies.made(issued, bodies_out.StatementOut)

    @extend_schema(parameters=[bodies_in.MonthAsked], responses=bodies_out.MonthOut(many=True))
    @action(detail=False, methods=["get"], pagination_class=None, url_path="monthly-statistic")
    def monthly_statistic(self, request: Request) -> Response:
        """Yes or no per client of the own caseload for the national statistic (CBS, BUS), whatever the hours."""
        month = date.fromisoformat(f"{_asked(request, bodies_in.MonthAsked)['month']}-01")
        rows = bus.of_month(list(self.get_queryset()), month=month, as_of=_today())
        return Response(bodies_out.MonthOut(rows, many=True).data)


def _today() -> date:
    return clock.local_today(clock.now())


def _letter(given: dict[str, Any]) -> decisions.Decision:
    return decisions.Decision(**given | {"reasons": tuple(given["reasons"])})
