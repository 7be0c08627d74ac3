"""Meetings, what both said of them, and one's own hours."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import TakesPart, Visible, account_of, town_of
from backend.meetings import absences, attendance, check_in, corrections, limits, moving, planning
from backend.meetings.models import Absence, Attendance, Closure, HoursEntry, Meeting, Outcome
from backend.places import clock


class MeetingOut(bodies.Shown[Meeting]):
    class Meta:
        model = Meeting
        fields = ["id", "pair", "table", "starts_at", "ends_at", "centre", "place_note"]
        fields += ["cancelled_at", "off_because"]
        read_only_fields = fields


class AnswerIn(bodies.Body):
    request_id = serializers.UUIDField()
    answer = serializers.ChoiceField(choices=Attendance.Answer.choices)
    minutes = serializers.IntegerField(
        min_value=limits.SHORTEST, max_value=limits.LONGEST, default=None, allow_null=True
    )


class MoveIn(bodies.Body):
    request_id = serializers.UUIDField()
    on = serializers.DateField()
    starts_local = serializers.TimeField()
    minutes = serializers.IntegerField(min_value=limits.SHORTEST, max_value=limits.LONGEST)
    centre_id = serializers.UUIDField(default=None, allow_null=True)
    place_note = serializers.CharField(default="", allow_blank=True, max_length=120)


class AbsenceIn(bodies.Body):
    request_id = serializers.UUIDField()
    account_id = serializers.UUIDField(default=None, allow_null=True)
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()


class AbsenceOut(bodies.Shown[Absence]):
    class Meta:
        model = Absence
        fields = ["id", "account", "starts_on", "ends_on", "entered_at", "lifted_at"]
        read_only_fields = fields


class ClosureIn(bodies.Body):
    request_id = serializers.UUIDField()
    centre_id = serializers.UUIDField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    why = serializers.CharField(default="", allow_blank=True, max_length=80)


class ClosureOut(bodies.Shown[Closure]):
    class Meta:
        model = Closure
        fields = ["id", "centre", "starts_on", "ends_on", "why", "entered_at", "lifted_at"]
        read_only_fields = fields


class OutcomeIn(bodies.Body):
    account_id = serializers.UUIDField()
    outcome = serializers.ChoiceField(choices=Outcome.choices)


class SheetIn(bodies.Body):
    request_id = serializers.UUIDField()
    outcomes = OutcomeIn(many=True, allow_empty=False)
    minutes = serializers.IntegerField(min_value=limits.SHORTEST, max_value=limits.LONGEST)
    reason = serializers.CharField(default="", allow_blank=True, max_length=300)


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

    @extend_schema(request=MoveIn, responses={201: MeetingOut})
    @action(detail=True, methods=["post"])
    def moves(self, request: Request, pk: UUID) -> Response:
        """Put one meeting on another day, hour or place; it stays the same meeting."""
        given, found = bodies.checked(request, MoveIn), self.get_object()
        request_id = given.pop("request_id")
        moved = moving.move(
            meeting_id=found.pk,
            by=account_of(request),
            to=moving.Slot(**given),
            request_id=request_id,
            now=clock.now(),
        )
        return bodies.made(moved, MeetingOut)

    @extend_schema(request=None, responses={201: AttendanceOut})
    @action(detail=True, methods=["post"])
    def arrivals(self, request: Request, pk: UUID) -> Response:
        """The caller is here now, at the door of the house or elsewhere."""
        found = self.get_object()
        here = check_in.arrive(meeting_id=found.pk, account=account_of(request), now=clock.now())
        return bodies.made(here, AttendanceOut)

    @extend_schema(request=SheetIn, responses={201: MeetingOut})
    @action(detail=True, methods=["post"])
    def outcomes(self, request: Request, pk: UUID) -> Response:
        """A coordinator writes down who was there; the hours of who volunteered follow from it."""
        given, found = bodies.checked(request, SheetIn), self.get_object()
        said = {each["account_id"]: Outcome(each["outcome"]) for each in given["outcomes"]}
        sheet = corrections.Sheet(outcomes=said, minutes=given["minutes"], reason=given["reason"])
        about = {"by": account_of(request), "request_id": given["request_id"], "now": clock.now()}
        return bodies.made(corrections.enter(meeting_id=found.pk, sheet=sheet, **about), MeetingOut)


class Closures(Visible[Closure], viewsets.ReadOnlyModelViewSet[Closure]):
    """Days on which houses are closed, for coordinators."""

    rows = Closure.objects
    serializer_class = ClosureOut

    @extend_schema(request=ClosureIn, responses={201: ClosureOut})
    def create(self, request: Request) -> Response:
        """A house is closed on these days, both included; meetings there are off."""
        given = bodies.checked(request, ClosureIn)
        return bodies.made(absences.close(by=account_of(request), now=clock.now(), **given), ClosureOut)

    @extend_schema(request=None, responses={201: ClosureOut})
    @action(detail=True, methods=["post"])
    def cancellations(self, request: Request, pk: UUID) -> Response:
        """Open after all: the meetings of those days come back."""
        found = self.get_object()
        return bodies.made(absences.reopen(closure_id=found.pk, by=account_of(request), now=clock.now()), ClosureOut)


class Absences(Visible[Absence], viewsets.ReadOnlyModelViewSet[Absence]):
    """When people are away: one's own, and for a coordinator all of the town."""

    rows = Absence.objects
    serializer_class = AbsenceOut

    @extend_schema(request=AbsenceIn, responses={201: AbsenceOut})
    def create(self, request: Request) -> Response:
        """Away on these days, both included: oneself, or for a coordinator somebody else."""
        given, by = bodies.checked(request, AbsenceIn), account_of(request)
        account_id = given.pop("account_id") or by.pk
        made = absences.enter(town=town_of(request), account_id=account_id, by=by, now=clock.now(), **given)
        return bodies.made(made, AbsenceOut)

    @extend_schema(request=None, responses={201: AbsenceOut})
    @action(detail=True, methods=["post"])
    def cancellations(self, request: Request, pk: UUID) -> Response:
        """There after all: the meetings of those days come back."""
        found = self.get_object()
        lifted = absences.lift(absence_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(lifted, AbsenceOut)


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
