"""What people hear from this room: the code to log in, and a welcome after signing up."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.people.codes import digits_of
from backend.people.models import Account, LoginCode, Newcomer, Volunteer
from notifications import outbox
from notifications.kinds import About, Context, Kind, OnDoubt, Reader, Urgency, register, rows

CODE_LIFETIME = timedelta(minutes=15)
WELCOME_LIFETIME = timedelta(days=7)
MY_PAGE = "/mijn/"


def _code(code_id: UUID, _recipient_id: UUID) -> Context | None:
    code = LoginCode.objects.filter(pk=code_id, used_at=None).first()
    if code is None:
        return None
    return {"code": digits_of(code.pk), "minutes": int(CODE_LIFETIME.total_seconds() // 60)}


def _welcome(role: Newcomer | Volunteer, _recipient_id: UUID) -> Context:
    return {"town": role.municipality.name}


def _newcomers() -> QuerySet[Newcomer]:
    return Newcomer.objects.select_related("municipality").filter(left_on=None)


def _volunteers() -> QuerySet[Volunteer]:
    return Volunteer.objects.select_related("municipality").filter(left_on=None)


LOGIN_CODE = register(
    Kind(
        name="login_code",
        template="messages/login_code",
        lifetime=CODE_LIFETIME,
        context=_code,
        who=Reader.ANYBODY,
        when=_("As soon as somebody asks for a code to log in."),
        sample=lambda: {"code": "123456", "minutes": 15},
        on_doubt=OnDoubt.NEVER,
        urgency=Urgency.NOW,
        is_notice=False,
    )
)
WELCOME_NEWCOMER = register(
    Kind(
        name="welcome_newcomer",
        template="messages/welcome_newcomer",
        lifetime=WELCOME_LIFETIME,
        context=About(rows(_newcomers), _welcome),
        who=Reader.NEWCOMER,
        when=_("Right after signing up."),
        sample=lambda: {"town": "Culemborg"},
        path=lambda _newcomer_id: MY_PAGE,
    )
)
WELCOME_VOLUNTEER = register(
    Kind(
        name="welcome_volunteer",
        template="messages/welcome_volunteer",
        lifetime=WELCOME_LIFETIME,
        context=About(rows(_volunteers), _welcome),
        who=Reader.VOLUNTEER,
        when=_("Right after signing up."),
        sample=lambda: {"town": "Culemborg"},
        path=lambda _volunteer_id: MY_PAGE,
    )
)


def owe_code(code: LoginCode, *, now: datetime) -> None:
    """Owe the digits to the contact that asked; nobody when nobody has it.

    Of several who share the contact the one who came first gets it, in that person's language.
    """
    reached = Account.objects.reached_by(code.contact).first()
    if reached is None:
        return
    outbox.owe(
        LOGIN_CODE,
        recipient_id=reached.pk,
        subject_id=code.pk,
        now=now,
        municipality="",
        expires_at=code.expires_at,
        channel="mail" if "@" in code.contact else "sms",
    )


def owe_welcome(kind: Kind, role: Newcomer | Volunteer, *, now: datetime) -> None:
    """Owe the welcome, by the channel that this person has."""
    outbox.owe(
        kind,
        recipient_id=role.account_id,
        subject_id=role.pk,
        now=now,
        municipality=role.municipality_id,
    )
