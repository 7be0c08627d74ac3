"""Counter-obligations, for the caseworker who has the person in the caseload; for others these do not exist."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from djangorestframework_camel_case.render import CamelCaseJSONRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import GuidesClients, Visible, account_of, town_of
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
    statement_papers,
    statements,
    timeline,
)
from backend.obligations.facts import monday_of
from backend.obligations.models import HoursStatement, LegalBasis, Obligation
from backend.places import clock

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
SHOWN_WEEKS = 13


class ObligationOut(bodies.Shown[Obligation]):
    class Meta:
        model = Obligation
        fields = ["id", "person_id", "client_number", "linked_at"]
        read_only_fields = fields


class ObligationIn(bodies.Body):
    request_id = serializers.UUIDField()
    person_id = serializers.UUIDField()
    client_number = serializers.CharField(max_length=30)
    legal_basis = serializers.ChoiceField(choices=LegalBasis.choices)
    case_reference = serializers.CharField(max_length=40)
    decided_on = serializers.DateField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    minutes_per_week = serializers.IntegerField(min_value=0, max_value=1440)


class StatementIn(bodies.Body):
    request_id = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class StatementOut(bodies.Shown[HoursStatement]):
    class Meta:
        model = HoursStatement
        fields = ["id", "starts_on", "ends_on", "figures", "figures_sha256", "issued_at"]
        read_only_fields = fields


class WeekOut(serializers.Serializer[Any]):
    week = serializers.CharField(source="label", read_only=True)
    monday = serializers.DateField(read_only=True)
    required_minutes = serializers.IntegerField(source="required", read_only=True)
    done_minutes = serializers.IntegerField(source="done", read_only=True)
    confirmed_minutes = serializers.IntegerField(source="confirmed", read_only=True)
    excused_minutes = serializers.IntegerField(source="excused", read_only=True)
    credited_minutes = serializers.IntegerField(source="credited", read_only=True)


class Obligations(Visible[Obligation], viewsets.ReadOnlyModelViewSet[Obligation]):
    """The caller's caseload; POST links a decision to a volunteer of the own municipality."""

    rows = Obligation.objects
    serializer_class = ObligationOut
    permission_classes = [GuidesClients]

    @extend_schema(request=ObligationIn, responses={201: ObligationOut})
    def create(self, request: Request) -> Response:
        """Link a decision."""
        given = bodies.checked(request, ObligationIn)
        linked = decisions.link(
            town=town_of(request),
            by=account_of(request),
            person_id=given.pop("person_id"),
            client_number=given.pop("client_number"),
            request_id=given.pop("request_id"),
            decision=decisions.Decision(**given),
            now=clock.now(),
        )
        return bodies.made(linked, ObligationOut)

    @extend_schema(responses=WeekOut(many=True))
    @action(detail=True, methods=["get"], pagination_class=None)
    def weeks(self, request: Request, pk: UUID) -> Response:
        """Minutes of thirteen weeks: this one, up to today, and those before it."""
        today = clock.local_today(clock.now())
        since = monday_of(today) - timedelta(weeks=SHOWN_WEEKS - 1)
        seen = statements.overview(self.get_object(), starts_on=since, ends_on=today)
        return Response(WeekOut(seen.weeks, many=True).data)

    @extend_schema(request=StatementIn, responses={201: StatementOut})
    @action(detail=True, methods=["post"])
    def statements(self, request: Request, pk: UUID) -> Response:
        """Freeze a statement of a period."""
        given, found = bodies.checked(request, StatementIn), self.get_object()
        issued = statements.issue(obligation_id=found.pk, by=account_of(request), now=clock.now(), **given)
        return bodies.made(issued, StatementOut)


class _ProblemForWhoWantsPaper(CamelCaseJSONRenderer):  # type: ignore[misc]
    """Lets ``Accept: application/pdf`` pass; the paper itself is never rendered here, a problem is, as JSON."""

    media_type = "application/pdf"


class Statements(viewsets.ReadOnlyModelViewSet[HoursStatement]):
    """Statements of the own caseload."""

    lookup_value_converter = "uuid"
    serializer_class = StatementOut
    permission_classes = [GuidesClients]

    def get_queryset(self) -> QuerySet[HoursStatement]:
        """Of the own caseload."""
        mine = Obligation.objects.visible_to(account_of(self.request))
        return HoursStatement.objects.filter(obligation__in=mine).order_by("pk")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=[CamelCaseJSONRenderer, _ProblemForWhoWantsPaper])
    def document(self, request: Request, pk: UUID) -> HttpResponse:
        """The statement as PDF/A."""
        return HttpResponse(statement_papers.as_pdf(self.get_object()), content_type="application/pdf")
