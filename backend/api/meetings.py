"""Meetings, what both said of them, and one's own hours."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import TakesPart, Visible, account_of
from backend.meetings import attendance, limits, planning
from backend.meetings.models import Attendance, HoursEntry, Meeting
from backend.places import clock


class MeetingOut(bodies.Shown[Meeting]):
    class Meta:
        model = Meeting
        fields = ["id", "pair", "starts_at", "ends_at", "centre", "place_note", "cancelled_at"]
        read_only_fields = fields


class AnswerIn(bodies.Body):
    request_id = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=Attendance.Answer.choices)
    minutes = serializers.IntegerField(
        min_value=limits.SHORTEST, max_value=limits.LONGEST, default=None, allow_null=True
    )


class AttendanceOut(bodies.Shown[Attendance]):
    class Meta:
        model = Attendance
        fields = ["id", "meeting", "side", "answer", "answered_at"]
        read_only_fields = fields


class Meetings(Visible[Meeting], viewsets.ReadOnlyModelViewSet[Meeting]):
    """Meetings that the caller may see: all for a coordinator, one's own for others."""

    rows = Meeting.objects
    serializer_class = MeetingOut

    @extend_schema(request=AnswerIn, responses={201: AttendanceOut})
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: UUID) -> Response:
        """Say whether you met; a volunteer's yes writes hours, a newcomer's yes confirms them."""
        given, found = bodies.checked(request, AnswerIn), self.get_object()
        said = attendance.answer(meeting_id=found.pk, by=account_of(request), now=clock.now(), **given)
        return bodies.made(said, AttendanceOut)

    @extend_schema(request=None, responses={201: MeetingOut})
    @action(detail=True, methods=["post"])
    def cancellations(self, request: Request, pk: UUID) -> Response:
        """Call one meeting off; the next ones stay."""
        found = self.get_object()
        off = planning.cancel(meeting_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(off, MeetingOut)


class HoursEntryOut(bodies.Shown[HoursEntry]):
    class Meta:
        model = HoursEntry
        fields = ["id", "number", "kind", "meeting_id", "starts_at", "ends_at", "minutes", "claim", "written_at"]
        read_only_fields = fields


class HoursEntries(mixins.ListModelMixin, viewsets.GenericViewSet[HoursEntry]):
    """The caller's own lines in the ledger, the same for every volunteer."""

    serializer_class = HoursEntryOut
    permission_classes = [TakesPart]

    def get_queryset(self) -> QuerySet[HoursEntry]:
        """One's own."""
        rows: QuerySet[HoursEntry] = HoursEntry.objects.of(account_of(self.request).pk)
        return rows
