"""What happens in the life of a pair, as deeds of the API: ended, paused, resumed."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import Visible, account_of
from backend.api.pair_casework import Casework
from backend.meetings import language_plans
from backend.meetings.models import GoalCode, LanguagePlan
from backend.pairs import life, pauses, states
from backend.pairs.models import Pair, PairPause
from backend.pairs.models.reasons import OPEN
from backend.places import clock

END_REASONS = [(reason.value, reason.label) for reason in OPEN]


class PairOut(bodies.Shown[Pair]):
    state = serializers.SerializerMethodField()

    class Meta:
        model = Pair
        fields = [
            "id",
            "newcomer",
            "volunteer",
            "mode",
            "state",
            "started_on",
            "trial_until",
            "last_met_on",
            "ended_on",
        ]
        read_only_fields = fields

    @extend_schema_field(serializers.ChoiceField(choices=["TRIAL", "ACTIVE", "PAUSED", "ENDED"]))
    def get_state(self, pair: Pair) -> str:
        """As of today. How it ended is a word of one of the two, which the other one does not read."""
        return "ENDED" if pair.ended_on else str(states.state_of(pair, clock.local_today(clock.now())))


class PauseOut(bodies.Shown[PairPause]):
    class Meta:
        model = PairPause
        fields = ["id", "pair", "from_on", "until_on", "side", "asked_at", "agreed_at", "refused_at", "resumed_on"]
        read_only_fields = fields


class EndIn(bodies.Body):
    on = serializers.DateField()
    reason = serializers.ChoiceField(choices=END_REASONS)
    words = serializers.CharField(max_length=500, default="", allow_blank=True)


class WhyIn(bodies.Body):
    reason = serializers.ChoiceField(choices=END_REASONS)
    words = serializers.CharField(max_length=500, default="", allow_blank=True)


class PauseIn(bodies.Body):
    request_id = serializers.UUIDField()
    from_on = serializers.DateField()
    until_on = serializers.DateField()


class PauseAnswerIn(bodies.Body):
    yes = serializers.BooleanField()


class LanguagePlanIn(bodies.Body):
    request_id = serializers.UUIDField()
    goals = serializers.MultipleChoiceField(choices=GoalCode.choices, allow_empty=False)
    own_words = serializers.CharField(max_length=500, default="", allow_blank=True)
    until_on = serializers.DateField()


class LanguagePlanOut(bodies.Shown[LanguagePlan]):
    class Meta:
        model = LanguagePlan
        fields = [
            *("id", "pair", "goals", "own_words", "weekday", "starts_local", "minutes", "every_weeks", "place"),
            *("until_on", "drawn_up_at", "newcomer_signed_at", "volunteer_signed_at", "replaced_at"),
        ]
        read_only_fields = fields


class Pairs(Casework, Visible[Pair], viewsets.ReadOnlyModelViewSet[Pair]):
    """Pairs that the caller may see: all for a coordinator, one's own for others."""

    rows = Pair.objects
    serializer_class = PairOut

    def get_queryset(self) -> Any:
        """With the pauses, from which the state follows."""
        return super().get_queryset().prefetch_related("pauses")

    def _about(self) -> dict[str, Any]:
        return {"pair_id": self.get_object().pk, "by": account_of(self.request), "now": clock.now()}

    @extend_schema(request=EndIn, responses={201: PairOut})
    @action(detail=True, methods=["post"])
    def endings(self, request: Request, pk: UUID) -> Response:
        """End the pair; both get a farewell, and neither reads why."""
        given = bodies.checked(request, EndIn)
        return bodies.made(life.end(**self._about(), **given), PairOut)

    @extend_schema(request=WhyIn, responses={201: PairOut})
    @action(detail=True, methods=["post"])
    def farewells(self, request: Request, pk: UUID) -> Response:
        """Say for one's own side why a pair that has ended stopped; the other side never reads it."""
        given = bodies.checked(request, WhyIn)
        return bodies.made(life.say_why(**self._about(), **given).pair, PairOut)

    @extend_schema(request=PauseIn, responses={201: PauseOut})
    @action(detail=True, methods=["post"])
    def pauses(self, request: Request, pk: UUID) -> Response:
        """Pause the pair; a coordinator proposes a pause, and one of the two has to say yes."""
        given, about = bodies.checked(request, PauseIn), self._about()
        is_mine = Pair.objects.filter(pk=about["pair_id"]).of(about["by"]).exists()
        deed = pauses.ask if is_mine else pauses.propose
        return bodies.made(deed(**about, **given), PauseOut)

    @extend_schema(request=None, responses={201: PairOut})
    @action(detail=True, methods=["post"])
    def resumptions(self, request: Request, pk: UUID) -> Response:
        """They meet again from today on."""
        return bodies.made(pauses.resume(**self._about()), PairOut)

    @extend_schema(request=LanguagePlanIn, responses={201: LanguagePlanOut})
    @action(detail=True, methods=["post"], url_path="language-plans")
    def language_plans(self, request: Request, pk: UUID) -> Response:
        """A coordinator writes down what the two agreed on; both are asked to sign."""
        given = bodies.checked(request, LanguagePlanIn)
        return bodies.made(language_plans.draw_up(**self._about(), **given), LanguagePlanOut)


class LanguagePlans(Visible[LanguagePlan], viewsets.ReadOnlyModelViewSet[LanguagePlan]):
    """Language plans of pairs that the caller may see, also those that were replaced."""

    rows = LanguagePlan.objects
    serializer_class = LanguagePlanOut

    @extend_schema(request=None, responses={201: LanguagePlanOut})
    @action(detail=True, methods=["post"])
    def signatures(self, request: Request, pk: UUID) -> Response:
        """One of the two agrees."""
        found = self.get_object()
        signed = language_plans.sign(plan_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(signed, LanguagePlanOut)


class Pauses(Visible[PairPause], viewsets.ReadOnlyModelViewSet[PairPause]):
    """Pauses of pairs that the caller may see, also proposed ones."""

    rows = PairPause.objects
    serializer_class = PauseOut

    @extend_schema(request=PauseAnswerIn, responses={201: PauseOut})
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, pk: UUID) -> Response:
        """One of the two says yes or no to a pause that a coordinator proposed."""
        found, given = self.get_object(), bodies.checked(request, PauseAnswerIn)
        said = pauses.answer(pause_id=found.pk, by=account_of(request), now=clock.now(), **given)
        return bodies.made(said, PauseOut)
