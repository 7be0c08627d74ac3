"""Signing up, logging in, and the newcomers and volunteers whom a coordinator sees."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import login as start_session
from django.contrib.auth import logout as end_session
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, status
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from backend.api import bodies
from backend.api.access import TakesPart, Visible
from backend.api.problems import sentence_of
from backend.people import consent, contacts, login, registration
from backend.people.availability import NotAWindow, Window
from backend.people.details import NewcomerDetails, VolunteerDetails
from backend.people.models import Account, BuddyGender, DutchLevel, Gender, Goal, Interest, Newcomer, Volunteer
from backend.people.roles import roles_of
from backend.places import clock

BACKEND = "django.contrib.auth.backends.ModelBackend"


class WindowIn(bodies.Body):
    """Free on a weekday (Monday 0) between two minutes since local midnight, in quarter hours."""

    weekday = serializers.IntegerField(min_value=0, max_value=6)
    starts_minute = serializers.IntegerField(min_value=0, max_value=1425)
    ends_minute = serializers.IntegerField(min_value=15, max_value=1440)

    def validate(self, given: Any) -> Any:
        """One day, and it begins before it ends."""
        try:
            return Window(**given)
        except NotAWindow as error:
            raise serializers.ValidationError(sentence_of(error)) from error


class SignUpIn(bodies.Body):
    """What newcomers and volunteers tell alike."""

    request_id = serializers.UUIDField()
    municipality = serializers.CharField(max_length=6)
    full_name = bodies.Ruled(registration.name, registration.NotAName, max_length=120)
    call_name = bodies.Ruled(registration.name, registration.NotAName, max_length=60, allow_blank=True, default="")
    mail = bodies.Ruled(contacts.mail_address, contacts.NotAMailAddress, max_length=254, allow_blank=True, default="")
    phone = bodies.Ruled(contacts.e164, contacts.NotAPhoneNumber, max_length=30, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=[code for code, _ in settings.LANGUAGES], default="nl")
    neighbourhood = serializers.CharField(max_length=10)
    languages = serializers.ListField(child=serializers.RegexField(r"^[a-z]{3}\Z"), min_length=1, max_length=30)
    week = serializers.ListField(child=WindowIn(), default=list, max_length=7 * 96)
    max_distance_m = serializers.IntegerField(min_value=0, max_value=50_000, default=3000)
    online = serializers.BooleanField(default=False)
    gender = serializers.ChoiceField(choices=Gender.choices, allow_blank=True, default="")
    buddy_gender = serializers.ChoiceField(choices=BuddyGender.choices, allow_blank=True, default="")
    interests = serializers.ListField(
        child=serializers.ChoiceField(choices=Interest.choices), default=list, max_length=len(Interest)
    )
    goals = serializers.ListField(
        child=serializers.ChoiceField(choices=Goal.choices), default=list, max_length=len(Goal)
    )
    consent_version = serializers.ChoiceField(choices=consent.VERSIONS)

    def complaints(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Also: without mail and phone nobody can log in."""
        found = super().complaints(data)
        if not data.get("mail") and not data.get("phone"):
            found["mail"] = [sentence_of(registration.CannotBeReached())]
        return found


class NewcomerIn(SignUpIn):
    dutch_level = serializers.ChoiceField(choices=DutchLevel.choices)
    session_minutes = serializers.IntegerField(min_value=30, max_value=240, default=90)


class VolunteerIn(SignUpIn):
    min_level = serializers.ChoiceField(choices=DutchLevel.choices, default="A0")
    capacity = serializers.IntegerField(min_value=1, max_value=5, default=1)


SHOWN = ["id", "call_name", "neighbourhood", "languages", "max_distance_m", "online", "goals", "interests"]


class NewcomerOut(bodies.Shown[Newcomer]):
    call_name = serializers.CharField(source="account.call_name", read_only=True)
    neighbourhood = serializers.CharField(source="neighbourhood.code", read_only=True)

    class Meta:
        model = Newcomer
        fields = [*SHOWN, "dutch_level", "session_minutes", "waiting_since", "paused_since", "left_on"]
        read_only_fields = fields


class VolunteerOut(bodies.Shown[Volunteer]):
    call_name = serializers.CharField(source="account.call_name", read_only=True)
    neighbourhood = serializers.CharField(source="neighbourhood.code", read_only=True)

    class Meta:
        model = Volunteer
        fields = [*SHOWN, "min_level", "capacity", "paused_since", "left_on"]
        read_only_fields = fields


def _details(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the deed wants beside the details, and the details."""
    frozen = {name: tuple(value) if isinstance(value, list) else value for name, value in given.items()}
    how = {"town": frozen.pop("municipality"), "request_id": frozen.pop("request_id"), "now": clock.now()}
    return how, frozen


class _SignUp(Visible[Any], mixins.RetrieveModelMixin, mixins.ListModelMixin):
    def get_permissions(self) -> list[BasePermission]:
        """Anybody may sign up; reading asks for a role."""
        return [AllowAny() if self.action == "create" else TakesPart()]

    def get_queryset(self) -> QuerySet[Any]:
        """All for a coordinator, oneself for others."""
        return super().get_queryset().select_related("account", "neighbourhood")


class Newcomers(_SignUp):
    """Newcomers of the open town that the caller may see; POST signs one up."""

    rows = Newcomer.objects
    serializer_class = NewcomerOut

    @extend_schema(request=NewcomerIn, responses={201: NewcomerOut})
    def create(self, request: Request) -> Response:
        """Sign up; the same request id with the same body gives the same person."""
        how, about = _details(bodies.checked(request, NewcomerIn))
        return bodies.made(registration.register_newcomer(about=NewcomerDetails(**about), **how), NewcomerOut)


class Volunteers(_SignUp):
    """Volunteers of the open town that the caller may see; POST signs one up."""

    rows = Volunteer.objects
    serializer_class = VolunteerOut

    @extend_schema(request=VolunteerIn, responses={201: VolunteerOut})
    def create(self, request: Request) -> Response:
        """Sign up; the same request id with the same body gives the same person."""
        how, about = _details(bodies.checked(request, VolunteerIn))
        return bodies.made(registration.register_volunteer(about=VolunteerDetails(**about), **how), VolunteerOut)


class LoginCodeIn(bodies.Body):
    contact = bodies.Ruled(contacts.either, contacts.NotAMailAddress, contacts.NotAPhoneNumber, max_length=254)


class SessionIn(LoginCodeIn):
    code = serializers.CharField(max_length=20)
    account = serializers.UUIDField(required=False)


class PersonOut(bodies.Shown[Account]):
    class Meta:
        model = Account
        fields = ["id", "call_name"]
        read_only_fields = fields


class SessionOut(serializers.Serializer[Any]):
    accounts = PersonOut(many=True, read_only=True)


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

    @extend_schema(request=SessionIn, responses={201: SessionOut})
    def post(self, request: Request) -> Response:
        """Log in with a code; without ``account`` the first person of this contact.

        The answer sets two cookies: the session, and ``csrftoken``, whose value goes into the header
        ``X-CSRFToken`` of every later request that is not a GET.
        """
        given = bodies.checked(request, SessionIn)
        people = login.check_code(contact=given["contact"], code=given["code"], now=clock.now())
        chosen = [each for each in people if each.pk == given.get("account", each.pk)]
        if not chosen:
            raise login.CodeIsWrong
        end_session(request)  # nothing of who used this session before remains
        start_session(request, chosen[0], backend=BACKEND)
        request.session.set_expiry(roles_of(chosen[0]).stay_logged_in)
        return Response(SessionOut({"accounts": people}).data, status=status.HTTP_201_CREATED)

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Log out."""
        end_session(request)
        return Response(status=status.HTTP_204_NO_CONTENT)
