"""What a coordinator does about a pair through the API: meetings, another volunteer, notes and tasks."""

from typing import Any, Protocol
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import Visible, account_of
from backend.api.meetings import MeetingOut, MoveIn
from backend.api.pairs import ProposalOut
from backend.meetings import asking, introductions, joint_meetings, moving, substitutes
from backend.meetings.models import Introduction, Substitution
from backend.pairs import casework, checks, handover
from backend.pairs.models import CaseNote, CoordinatorTask, Moment, PairCheck
from backend.places import clock

SAD, HAPPY = 1, 5


def _face(**about: Any) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=SAD, max_value=HAPPY, **about)


class IntroductionIn(bodies.Body):
    request_id = serializers.UUIDField()
    meeting_id = serializers.UUIDField()


class IntroductionOut(bodies.Shown[Introduction]):
    class Meta:
        model = Introduction
        fields = ["id", "pair", "meeting", "coordinator", "arranged_at"]
        read_only_fields = fields


class CheckIn(bodies.Body):
    moment = serializers.ChoiceField(choices=Moment.choices)
    face = _face()
    have_met = serializers.BooleanField(default=None, allow_null=True)
    speaking = _face(default=None, allow_null=True)
    taking_part = _face(default=None, allow_null=True)
    wants_a_call = serializers.BooleanField(default=False)
    words = serializers.CharField(max_length=500, default="", allow_blank=True)


class CheckOut(bodies.Shown[PairCheck]):
    class Meta:
        model = PairCheck
        fields = ["id", "pair", "side", "moment", "face", "have_met", "speaking", "taking_part", "wants_a_call"]
        fields += ["words", "said_at", "called_at"]
        read_only_fields = fields


class HandoverIn(bodies.Body):
    volunteer_id = serializers.UUIDField()
    with_joint_meeting = serializers.BooleanField(default=False)


class SubstitutionIn(bodies.Body):
    request_id = serializers.UUIDField()
    volunteer_id = serializers.UUIDField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class SubstitutionOut(bodies.Shown[Substitution]):
    class Meta:
        model = Substitution
        fields = ["id", "pair", "volunteer", "from_on", "until_on", "arranged_at", "lifted_on"]
        read_only_fields = fields


class NoteIn(bodies.Body):
    request_id = serializers.UUIDField()
    text = serializers.CharField(max_length=1000)


class NoteOut(bodies.Shown[CaseNote]):
    class Meta:
        model = CaseNote
        fields = ["id", "pair", "text", "written_by", "written_at"]
        read_only_fields = fields


class TaskIn(bodies.Body):
    request_id = serializers.UUIDField()
    text = serializers.CharField(max_length=300)
    due_on = serializers.DateField()
    to = serializers.UUIDField()


class TaskOut(bodies.Shown[CoordinatorTask]):
    class Meta:
        model = CoordinatorTask
        fields = ["id", "pair", "kind", "text", "due_on", "assigned_to", "made_by", "made_at", "done_at", "done_by"]
        read_only_fields = fields


class _OfPairs(Protocol):
    def _about(self) -> dict[str, Any]:
        """Which pair, by whom, when."""


class Casework(viewsets.GenericViewSet[Any]):
    """Deeds about one pair, beside those of its life; what only a coordinator does is nowhere for others."""

    @extend_schema(request=MoveIn, responses={201: MeetingOut})
    @action(detail=True, methods=["post"], url_path="extra-meetings")
    def extra_meetings(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """Plan one extra meeting; the others are told."""
        at, request_id = _slot(request)
        return bodies.made(moving.add(**self._about(), at=at, request_id=request_id), MeetingOut)

    @extend_schema(request=MoveIn, responses={201: MeetingOut})
    @action(detail=True, methods=["post"], url_path="joint-meetings")
    def joint_meetings(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """Plan the meeting with the old and the new volunteer, after a handover."""
        at, request_id = _slot(request)
        return bodies.made(joint_meetings.plan(**self._about(), at=at, request_id=request_id), MeetingOut)

    @extend_schema(request=IntroductionIn, responses={201: IntroductionOut})
    @action(detail=True, methods=["post"])
    def introductions(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """This meeting is the introduction, and the caller is there."""
        given = bodies.checked(request, IntroductionIn)
        return bodies.made(introductions.arrange(**self._about(), **given), IntroductionOut)

    @extend_schema(request=CheckIn, responses={201: CheckOut})
    @action(detail=True, methods=["post"])
    def checks(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """One of the two says how it goes, at the moment that is asked now; the first answer stays."""
        given = bodies.checked(request, CheckIn)
        moment = Moment(given.pop("moment"))
        return bodies.made(asking.answer(**self._about(), moment=moment, answers=checks.Answers(**given)), CheckOut)

    @extend_schema(request=HandoverIn, responses={201: ProposalOut})
    @action(detail=True, methods=["post"])
    def handovers(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """Ask the newcomer and another volunteer whether the volunteer takes over."""
        given = bodies.checked(request, HandoverIn)
        return bodies.made(handover.propose(**self._about(), **given), ProposalOut)

    @extend_schema(request=SubstitutionIn, responses={201: SubstitutionOut})
    @action(detail=True, methods=["post"])
    def substitutions(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """Another volunteer stands in from a day to a day."""
        given = bodies.checked(request, SubstitutionIn)
        return bodies.made(substitutes.arrange(**self._about(), **given), SubstitutionOut)

    @extend_schema(request=NoteIn, responses={201: NoteOut})
    @action(detail=True, methods=["post"])
    def notes(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """A coordinator writes something down about the pair."""
        return bodies.made(casework.write(**self._about(), **bodies.checked(request, NoteIn)), NoteOut)

    @extend_schema(request=TaskIn, responses={201: TaskOut})
    @action(detail=True, methods=["post"])
    def tasks(self: _OfPairs, request: Request, pk: UUID) -> Response:
        """Something to do about the pair, for the caller or another coordinator."""
        return bodies.made(casework.add_task(**self._about(), **bodies.checked(request, TaskIn)), TaskOut)


def _slot(request: Request) -> tuple[moving.Slot, UUID]:
    given = bodies.checked(request, MoveIn)
    request_id: UUID = given.pop("request_id")
    return moving.Slot(**given), request_id


class Substitutions(Visible[Substitution], viewsets.ReadOnlyModelViewSet[Substitution]):
    """Who stands in for whom: for a coordinator all of the town, for others those in which they have a part."""

    rows = Substitution.objects
    serializer_class = SubstitutionOut

    @extend_schema(request=None, responses={201: SubstitutionOut})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: UUID) -> Response:
        """The usual volunteer is back earlier."""
        found = self.get_object()
        ended = substitutes.end(substitution_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(ended, SubstitutionOut)


class Notes(Visible[CaseNote], viewsets.ReadOnlyModelViewSet[CaseNote]):
    """Notes of coordinators about pairs, for coordinators."""

    rows = CaseNote.objects
    serializer_class = NoteOut


class Tasks(Visible[CoordinatorTask], viewsets.ReadOnlyModelViewSet[CoordinatorTask]):
    """Tasks of coordinators about pairs, for coordinators."""

    rows = CoordinatorTask.objects
    serializer_class = TaskOut

    @extend_schema(request=None, responses={201: TaskOut})
    @action(detail=True, methods=["post"])
    def completions(self, request: Request, pk: UUID) -> Response:
        """It is done."""
        found = self.get_object()
        return bodies.made(casework.finish(task_id=found.pk, by=account_of(request), now=clock.now()), TaskOut)


class Checks(Visible[PairCheck], viewsets.ReadOnlyModelViewSet[PairCheck]):
    """Answers about how it goes: one's own, and for a coordinator all of the town."""

    rows = PairCheck.objects
    serializer_class = CheckOut

    @extend_schema(request=None, responses={201: CheckOut})
    @action(detail=True, methods=["post"])
    def calls(self, request: Request, pk: UUID) -> Response:
        """A coordinator has called who asked for it."""
        found = self.get_object()
        return bodies.made(checks.called(check_id=found.pk, by=account_of(request), now=clock.now()), CheckOut)
