"""Statements that were issued: of the own caseload, and a newcomer's own of participation hours."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from djangorestframework_camel_case.render import CamelCaseJSONRenderer
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import GuidesClients, LearnsHere, account_of, town_of
from backend.api.obligations import bodies_in, bodies_out
from backend.obligations import participation, statement_papers
from backend.obligations.models import HoursStatement, Obligation, ParticipationStatement
from backend.places import clock


class _ProblemForWhoWantsPaper(CamelCaseJSONRenderer):  # type: ignore[misc]
    """Lets ``Accept: application/pdf`` pass; the paper itself is never rendered here, a problem is, as JSON."""

    media_type = "application/pdf"


PAPER = [CamelCaseJSONRenderer, _ProblemForWhoWantsPaper]


class Statements(viewsets.ReadOnlyModelViewSet[HoursStatement]):
    """Statements of the own caseload."""

    lookup_value_converter = "uuid"
    serializer_class = bodies_out.StatementOut
    permission_classes = [GuidesClients]

    def get_queryset(self) -> QuerySet[HoursStatement]:
        """Of the own caseload."""
        mine = Obligation.objects.visible_to(account_of(self.request))
        return HoursStatement.objects.filter(obligation__in=mine).order_by("pk")

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=PAPER)
    def document(self, request: Request, pk: UUID) -> HttpResponse:
        """The statement as PDF/A."""
        return HttpResponse(statement_papers.as_pdf(self.get_object()), content_type="application/pdf")


class ParticipationStatements(viewsets.ReadOnlyModelViewSet[ParticipationStatement]):
    """A newcomer's own participation hours for civic integration; nobody else's to read or to ask for."""

    lookup_value_converter = "uuid"
    serializer_class = bodies_out.ParticipationOut
    permission_classes = [LearnsHere]

    def get_queryset(self) -> QuerySet[ParticipationStatement]:
        """One's own."""
        return ParticipationStatement.objects.filter(person_id=account_of(self.request).pk).order_by("pk")

    @extend_schema(request=bodies_in.ParticipationIn, responses={201: bodies_out.ParticipationOut})
    def create(self, request: Request) -> Response:
        """Freeze the own hours of a period for a part of civic integration."""
        given = bodies.checked(request, bodies_in.ParticipationIn)
        issued = participation.issue(town=town_of(request), by=account_of(request), now=clock.now(), **given)
        return bodies.made(issued, bodies_out.ParticipationOut)

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    @action(detail=True, methods=["get"], renderer_classes=PAPER)
    def document(self, request: Request, pk: UUID) -> HttpResponse:
        """The statement as PDF/A."""
        return HttpResponse(participation.as_pdf(self.get_object()), content_type="application/pdf")
