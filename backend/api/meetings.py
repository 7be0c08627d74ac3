"""Meetings, what both said of them, and one's own hours."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api.access import TakesPart, account_of
from backend.meetings import attendance, planning
from backend.meetings.models import Attendance, HoursEntry, Meeting
from backend.places import clock


class MeetingOut(serializers.ModelSerializer[Meeting]):
    class Meta:
        model = Meeting
        fields = ["id", "pair", "starts_at", "ends_at", "centre", "place_note", "cancelled_at"]
        read_only_fields = fields


class AnswerIn(serializers.Serializer[Any]):
    request_id = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=Attendance.Answer.choices)
    minutes = serializers.IntegerField(min_value=15, max_value=240, required=False, default=None, allow_null=True)


class AttendanceOut(serializers.ModelSerializer[Attendance]):
    class Meta:
        model = Attendance
        fields = ["id", "meeting", "side", "answer", "answered_at"]
        read_only_fields = fields


class Meetings(viewsets.ReadOnlyModelViewSet[Meeting]):
    """Meetings that the caller may see: all for a coordinator, one's own for others."""

    serializer_class = MeetingOut
    permission_classes = [TakesPart]

    def get_queryset(self) -> QuerySet[Meeting]:
        """Visible to the caller."""
        rows: QuerySet[Meeting] = Meeting.objects.visible_to(account_of(self.request)).order_by("pk")
        return rows

    @extend_schema(request=AnswerIn, responses={201: AttendanceOut})
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: str) -> Response:
        """Say whether you met; a volunteer's yes writes hours, a newcomer's yes confirms them."""
        wanted = AnswerIn(data=request.data)
        wanted.is_valid(raise_exception=True)
        found, by = self.get_object(), account_of(request)
        said = attendance.answer(meeting_id=found.pk, by=by, now=clock.now(), **wanted.validated_data)
        return Response(AttendanceOut(said).data, status=status.HTTP_201_CREATED)

    @extend_schema(request=None, responses={201: MeetingOut})
    @action(detail=True, methods=["post"])
    def cancellations(self, request: Request, pk: str) -> Response:
        """Call one meeting off; the next ones stay."""
        found = self.get_object()
        off = planning.cancel(meeting_id=found.pk, by=account_of(request), now=clock.now())
        return Response(MeetingOut(off).data, status=status.HTTP_201_CREATED)


class HoursEntryOut(serializers.ModelSerializer[HoursEntry]):
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
        rows: QuerySet[HoursEntry] = HoursEntry.objects.filter(person_id=account_of(self.request).pk).order_by("pk")
        return rows
