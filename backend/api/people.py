"""Signing up, logging in, and the newcomers and volunteers whom a coordinator sees."""

from typing import Any

from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import bodies
from backend.api.access import TakesPart, account_of
from backend.people import login, registration
from backend.people.availability import Window
from backend.people.details import NewcomerDetails, VolunteerDetails
from backend.people.models import BuddyGender, DutchLevel, Gender, Goal, Interest, Newcomer, Volunteer
from backend.places import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"


class WindowIn(serializers.Serializer[Any]):
    """Free on a weekday (Monday 0) between two minutes since local midnight, in quarter hours."""

    weekday = serializers.IntegerField(min_value=0, max_value=6)
    starts_minute = serializers.IntegerField(min_value=0, max_value=1425)
    ends_minute = serializers.IntegerField(min_value=15, max_value=1440)


class SignUpIn(serializers.Serializer[Any]):
    """What newcomers and volunteers tell alike."""

    request_id = serializers.UUIDField()
    municipality = serializers.CharField(max_length=6)
    full_name = serializers.CharField(max_length=120)
    call_name = serializers.CharField(max_length=60, allow_blank=True, default="")
    mail = serializers.EmailField(allow_blank=True, default="")
    phone = serializers.CharField(max_length=30, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=["nl", "en", "ar"], default="nl")
    neighbourhood = serializers.CharField(max_length=10)
    languages = serializers.ListField(child=serializers.RegexField(r"^[a-z]{3}$"), min_length=1)
    week = serializers.ListField(child=WindowIn(), default=list)
    max_distance_m = serializers.IntegerField(min_value=0, max_value=50_000, default=3000)
    online = serializers.BooleanField(default=False)
    gender = serializers.ChoiceField(choices=Gender.choices, allow_blank=True, default="")
    buddy_gender = serializers.ChoiceField(choices=BuddyGender.choices, allow_blank=True, default="")
    interests = serializers.ListField(child=serializers.ChoiceField(choices=Interest.choices), default=list)
    goals = serializers.ListField(child=serializers.ChoiceField(choices=Goal.choices), default=list)
    consent_version = serializers.CharField(max_length=20)


class NewcomerIn(SignUpIn):
    dutch_level = serializers.ChoiceField(choices=DutchLevel.choices)
    session_minutes = serializers.IntegerField(min_value=30, max_value=240, default=90)


class VolunteerIn(SignUpIn):
    min_level = serializers.ChoiceField(choices=DutchLevel.choices, default="A0")
    capacity = serializers.IntegerField(min_value=1, max_value=5, default=1)


SHOWN = ["id", "call_name", "neighbourhood", "languages", "max_distance_m", "online", "goals", "interests"]


class NewcomerOut(serializers.ModelSerializer[Newcomer]):
    call_name = serializers.CharField(source="account.call_name", read_only=True)
    neighbourhood = serializers.CharField(source="neighbourhood.code", read_only=True)

    class Meta:
        model = Newcomer
        fields = [*SHOWN, "dutch_level", "session_minutes", "waiting_since", "paused_since", "left_on"]
        read_only_fields = fields


class VolunteerOut(serializers.ModelSerializer[Volunteer]):
    call_name = serializers.CharField(source="account.call_name", read_only=True)
    neighbourhood = serializers.CharField(source="neighbourhood.code", read_only=True)

    class Meta:
        model = Volunteer
        fields = [*SHOWN, "min_level", "capacity", "paused_since", "left_on"]
        read_only_fields = fields


def _details(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the deed wants beside the details, and the details."""
    about = dict(given)
    town, request_id = about.pop("municipality"), about.pop("request_id")
    about["week"] = tuple(Window(**window) for window in about["week"])
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in about.items()}
    return {"town": town, "request_id": request_id, "now": clock.now()}, frozen


class _SignUp(mixins.RetrieveModelMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Any]):
    lookup_value_converter = "uuid"

    def get_permissions(self) -> list[BasePermission]:
        """Anybody may sign up; reading asks for a role."""
        return [AllowAny() if self.action == "create" else TakesPart()]


class Newcomers(_SignUp):
    """Newcomers of the open town that the caller may see; POST signs one up."""

    serializer_class = NewcomerOut

    def get_queryset(self) -> QuerySet[Newcomer]:
        """All for a coordinator, oneself for a newcomer."""
        rows = Newcomer.objects.visible_to(account_of(self.request))
        return rows.select_related("account", "neighbourhood").order_by("pk")

    @extend_schema(request=NewcomerIn, responses={201: NewcomerOut})
    def create(self, request: Request) -> Response:
        """Sign up; the same request id with the same body gives the same person."""
        how, about = _details(bodies.checked(request, NewcomerIn))
        return bodies.made(registration.register_newcomer(about=NewcomerDetails(**about), **how), NewcomerOut)


class Volunteers(_SignUp):
    """Volunteers of the open town that the caller may see; POST signs one up."""

    serializer_class = VolunteerOut

    def get_queryset(self) -> QuerySet[Volunteer]:
        """All for a coordinator, oneself for a volunteer."""
        rows = Volunteer.objects.visible_to(account_of(self.request))
        return rows.select_related("account", "neighbourhood").order_by("pk")

    @extend_schema(request=VolunteerIn, responses={201: VolunteerOut})
    def create(self, request: Request) -> Response:
        """Sign up; the same request id with the same body gives the same person."""
        how, about = _details(bodies.checked(request, VolunteerIn))
        return bodies.made(registration.register_volunteer(about=VolunteerDetails(**about), **how), VolunteerOut)


class LoginCodeIn(serializers.Serializer[Any]):
    contact = serializers.CharField(max_length=254)


class SessionIn(LoginCodeIn):
    code = serializers.CharField(max_length=10)
    account = serializers.UUIDField(required=False)


class LoginCodes(APIView):
    """Ask for a code; the answer is the same for known and unknown contacts."""

    permission_classes = [AllowAny]

    @extend_schema(request=LoginCodeIn, responses={202: None})
    def post(self, request: Request) -> Response:
        """Send a code to this mail address or phone."""
        login.ask_code(now=clock.now(), **bodies.checked(request, LoginCodeIn))
        return Response(status=status.HTTP_202_ACCEPTED)


class Sessions(APIView):
    """A session is a cookie; several people may share a contact, so ``account`` chooses one."""

    permission_classes = [AllowAny]

    @extend_schema(request=SessionIn, responses={201: None})
    def post(self, request: Request) -> Response:
        """Log in with a code; without ``account`` the first person of this contact."""
        given = bodies.checked(request, SessionIn)
        people = login.check_code(contact=given["contact"], code=given["code"], now=clock.now())
        chosen = [each for each in people if each.pk == given.get("account", each.pk)]
        if not chosen:
            raise login.CodeIsWrong
        start_session(request, chosen[0], backend=BACKEND)
        shown = [{"id": str(each.pk), "call_name": each.call_name} for each in people]
        return Response({"accounts": shown}, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Log out."""
        end_session(request)
        return Response(status=status.HTTP_204_NO_CONTENT)
