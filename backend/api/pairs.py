"""Rounds and proposals."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import Coordinates, TakesPart, Visible, account_of, roles_of, town_of
from backend.pairs import proposals, rounds
from backend.pairs.models import MatchingRound, Proposal
from backend.people.roles import RoleKind
from backend.places import clock

ENDED_BY_ONE = {Proposal.State.DECLINED, Proposal.State.EXPIRED}


class RoundIn(bodies.Body):
    request_id = serializers.UUIDField()


class RoundOut(bodies.Shown[MatchingRound]):
    class Meta:
        model = MatchingRound
        fields = [
            *("id", "state", "stage", "day", "asked_at", "started_at", "finished_at", "failure", "decided_at"),
            *("engine_version", "input_hash", "report"),
        ]
        read_only_fields = fields


class Rounds(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[MatchingRound]):
    """Matching rounds of the open town, for its coordinators; POST asks for one, and a worker runs it."""

    lookup_value_converter = "uuid"
    serializer_class = RoundOut
    permission_classes = [Coordinates]

    def get_queryset(self) -> QuerySet[MatchingRound]:
        """All rounds of the town, the last one first."""
        return MatchingRound.objects.order_by("-asked_at", "pk")

    @extend_schema(request=RoundIn, responses={201: RoundOut})
    def create(self, request: Request) -> Response:
        """Look for pairs; read the round again until its state is DRY, then publish or discard it."""
        asked = rounds.ask(
            town=town_of(request), now=clock.now(), asked_by=account_of(request), **bodies.checked(request, RoundIn)
        )
        return bodies.made(asked, RoundOut)

    @extend_schema(request=None, responses={201: RoundOut})
    @action(detail=True, methods=["post"])
    def publications(self, request: Request, pk: UUID) -> Response:
        """Make the proposals of a round that is DRY."""
        found = self.get_object()
        return bodies.made(rounds.publish(round_id=found.pk, by=account_of(request), now=clock.now()), RoundOut)

    @extend_schema(request=None, responses={201: RoundOut})
    @action(detail=True, methods=["post"])
    def discards(self, request: Request, pk: UUID) -> Response:
        """Do not use this round."""
        found = self.get_object()
        return bodies.made(rounds.discard(round_id=found.pk, by=account_of(request), now=clock.now()), RoundOut)


class ProposalOut(bodies.Shown[Proposal]):
    class Meta:
        model = Proposal
        fields = [
            *("id", "round", "newcomer", "volunteer", "state", "made_at", "mode", "score", "score_parts"),
            *("distance_m", "common_minutes", "weekday", "starts_minute", "minutes", "answer_before", "closed_at"),
            *("centre", "table_number"),
        ]
        read_only_fields = fields

    def to_representation(self, proposal: Proposal) -> dict[str, Any]:
        """The two read that it is over, and never whether the other one said no or nothing."""
        shown, request = super().to_representation(proposal), self.context.get("request")
        if request and proposal.state in ENDED_BY_ONE and RoleKind.COORDINATOR not in roles_of(request):
            is_mine = proposal.declined_by_id == account_of(request).pk
            shown["state"] = proposal.state if is_mine else Proposal.State.WITHDRAWN
        return dict(shown)


class RejectIn(bodies.Body):
    reason = serializers.CharField(max_length=300)


class DeclineIn(bodies.Body):
    reason = serializers.ChoiceField(choices=Proposal.DeclineReason.choices)


class Proposals(Visible[Proposal], viewsets.ReadOnlyModelViewSet[Proposal]):
    """Proposals that the caller may see: all for a coordinator, one's own once they were offered."""

    rows = Proposal.objects
    serializer_class = ProposalOut

    def get_permissions(self) -> list[BasePermission]:
        """Only a coordinator approves and rejects."""
        return [Coordinates() if self.action in {"approvals", "rejections"} else TakesPart()]

    def _decided(self, deed: Callable[..., Proposal], **about: Any) -> Response:
        found, by = self.get_object(), account_of(self.request)
        return bodies.made(deed(proposal_id=found.pk, by=by, now=clock.now(), **about), ProposalOut)

    @extend_schema(request=None, responses={201: ProposalOut})
    @action(detail=True, methods=["post"])
    def approvals(self, request: Request, pk: UUID) -> Response:
        """The coordinator says yes: both are asked."""
        return self._decided(proposals.approve)

    @extend_schema(request=RejectIn, responses={201: ProposalOut})
    @action(detail=True, methods=["post"])
    def rejections(self, request: Request, pk: UUID) -> Response:
        """The coordinator says no, with a reason."""
        return self._decided(proposals.reject, **bodies.checked(request, RejectIn))

    @extend_schema(request=None, responses={201: ProposalOut})
    @action(detail=True, methods=["post"])
    def acceptances(self, request: Request, pk: UUID) -> Response:
        """One of the two says yes."""
        return self._decided(proposals.accept)

    @extend_schema(request=DeclineIn, responses={201: ProposalOut})
    @action(detail=True, methods=["post"])
    def declines(self, request: Request, pk: UUID) -> Response:
        """One of the two says no, with a reason that the other never sees."""
        return self._decided(proposals.decline, **bodies.checked(request, DeclineIn))
