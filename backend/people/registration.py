"""How people come in: as a newcomer or a volunteer, by themselves or with a coordinator's help.

Nobody is refused for being known already: families share a phone, and who learns today may help tomorrow.
"""

import hashlib
import json
import re
import uuid
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Q
from django_scopes import scope, scopes_disabled

from backend.people import availability, consent, contacts, messages
from backend.people.details import NewcomerDetails as NewcomerDetails
from backend.people.details import ParticipantDetails
from backend.people.details import VolunteerDetails as VolunteerDetails
from backend.people.models import Account, Coordinator, Newcomer, Participant, Volunteer
from backend.places.clock import local_today
from backend.places.models import Municipality, Neighbourhood
from backend.privacy import audit

Part = TypeVar("Part", Newcomer, Volunteer)
MOST_ON_ONE_CONTACT_A_DAY = 10
_ADDRESS = re.compile(r"[@/:<>]|www\.|\.(com|net|org|info|io|ly|me|nl|be|de|ru|xyz)\b", re.IGNORECASE)


class RequestUsedBefore(Exception):
    """This request id was used before, for something else."""


class TownNotOpen(Exception):
    """In this municipality people cannot sign up."""


class NoSuchNeighbourhood(Exception):
    """This municipality has no neighbourhood with this code in its newest division."""


class NotAName(Exception):
    """A name is one word or more, without the address of a site or a mailbox: it stands in our mails."""


class CannotBeReached(Exception):
    """A person needs a mail address or a phone number, to log in and to hear from us; or else letters."""


class TooManyOnThisContact(Exception):
    """Today so many people signed up with this contact that the next one needs a coordinator's help."""


class TakesPartAlready(Exception):
    """This person already has this role in this municipality."""


class NotACoordinatorHere(Exception):
    """Only a coordinator of this municipality may register somebody else."""


@dataclass(frozen=True, kw_only=True)
class _Request:
    """One wish to register, whoever sent it."""

    town: str
    about: ParticipantDetails
    request_id: uuid.UUID
    now: datetime
    registered_by: Account | None
    account: Account | None

    @property
    def hash(self) -> str:
        """SHA-256 of what was sent; the moment and the sender are not part of it."""
        told = {name: value for name, value in asdict(self.about).items() if value or name != "postal"}
        body = {"town": self.town, "account": self.account and self.account.pk} | told
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()


def name(typed: str) -> str:
    """A name without spaces around it.

    Raises:
        NotAName: empty, or with an address in it.
    """
    tidy = typed.strip()
    if not tidy or _ADDRESS.search(tidy):
        raise NotAName
    return tidy


def register_newcomer(
    *,
    town: str,
    about: NewcomerDetails,
    request_id: uuid.UUID,
    now: datetime,
    registered_by: Account | None = None,
    account: Account | None = None,
) -> Newcomer:
    """Make a newcomer who waits from today on; the same request sent again gives the same newcomer.

    ``account`` is the person when he or she is logged in: name and contact stay as they are then. Without it
    a new account is made. ``registered_by`` is the coordinator who fills in the form for somebody else.

    Raises:
        RequestUsedBefore, TownNotOpen, NoSuchNeighbourhood, NotAName, CannotBeReached,
        TooManyOnThisContact, TakesPartAlready, NotACoordinatorHere: see there.
        contacts.NotAPhoneNumber, contacts.NotAMailAddress: the contact is not one.
        consent.UnknownConsentText: nobody can have agreed to that text.
    """
    request = _Request(
        town=town, about=about, request_id=request_id, now=now, registered_by=registered_by, account=account
    )
    role = Newcomer(
        dutch_level=about.dutch_level,
        session_minutes=about.session_minutes,
        joins_tables=about.joins_tables,
        mother_tongue=about.mother_tongue,
        waiting_since=local_today(now),
    )
    return _once(request, role)


def register_volunteer(
    *,
    town: str,
    about: VolunteerDetails,
    request_id: uuid.UUID,
    now: datetime,
    registered_by: Account | None = None,
    account: Account | None = None,
) -> Volunteer:
    """Make a volunteer; everything else as for a newcomer.

    Raises:
        RequestUsedBefore, TownNotOpen, NoSuchNeighbourhood, NotAName, CannotBeReached,
        TooManyOnThisContact, TakesPartAlready, NotACoordinatorHere: see there.
        contacts.NotAPhoneNumber, contacts.NotAMailAddress: the contact is not one.
        consent.UnknownConsentText: nobody can have agreed to that text.
    """
    request = _Request(
        town=town, about=about, request_id=request_id, now=now, registered_by=registered_by, account=account
    )
    return _once(request, Volunteer(min_level=about.min_level, capacity=about.capacity))


def _once(request: _Request, role: Part) -> Part:
    with scope(municipality=request.town):
        known = _made_before(request, type(role))
        if known:
            return known
        try:
            with transaction.atomic():
                return _register(request, role)
        except IntegrityError:
            # the same request was quicker by another way: the unique request id made this one wait for it
            made_meanwhile = _made_before(request, type(role))
            if made_meanwhile:
                return made_meanwhile
            if _used_in_another_town(request, type(role)):
                raise RequestUsedBefore from None
            raise


def _made_before(request: _Request, kind: type[Part]) -> Part | None:
    known = kind.objects.filter(request_id=request.request_id).first()
    if known and known.request_hash != request.hash:
        raise RequestUsedBefore
    return known


def _used_in_another_town(request: _Request, kind: type[Part]) -> bool:
    with scopes_disabled():  # the request id is unique over all towns, and no row is read
        return kind.objects.filter(request_id=request.request_id).exists()


def _register(request: _Request, role: Part) -> Part:
    _refuse_others(request)
    neighbourhood = _neighbourhood(request)
    role.account = _account(request, type(role))
    _fill(role, request, neighbourhood)
    role.save(force_insert=True)

    about, account = request.about, role.account
    if about.week:
        availability.replace_week(town=request.town, account_id=account.pk, windows=about.week)
    consent.give(
        town=request.town,
        account=account,
        version=about.consent_version,
        now=request.now,
        noted_by=request.registered_by,
    )
    by = request.registered_by or account
    audit.note(deed="people.register", about=role, town=request.town, by=by.pk, now=request.now)
    kind = messages.WELCOME_NEWCOMER if isinstance(role, Newcomer) else messages.WELCOME_VOLUNTEER
    messages.owe_welcome(kind, role, now=request.now)
    return role


def _refuse_others(request: _Request) -> None:
    if not Municipality.objects.with_programme().filter(pk=request.town).exists():
        raise TownNotOpen
    by = request.registered_by
    if by and not Coordinator.objects.filter(account=by, until=None).exists():
        raise NotACoordinatorHere


def _neighbourhood(request: _Request) -> Neighbourhood:
    current = Neighbourhood.objects.current_in(request.town)
    found = current.filter(code=request.about.neighbourhood).first()
    if found is None:
        raise NoSuchNeighbourhood
    return found


def _account(request: _Request, kind: type[Part]) -> Account:
    if request.account is None:
        account = _new_account(request.about)
        _refuse_a_flood(request, account)
        account.save(force_insert=True)
        return account
    account = Account.objects.select_for_update(no_key=True).get(pk=request.account.pk)
    present = kind.objects.filter(account=account, left_on=None).first()
    if present and present.request_id != request.request_id:
        raise TakesPartAlready
    return account


def _new_account(about: ParticipantDetails) -> Account:
    full_name, call_name = name(about.full_name), about.call_name.strip()
    if not (about.mail + about.phone + about.postal).strip():
        raise CannotBeReached
    account = Account(
        full_name=full_name,
        call_name=name(call_name) if call_name else full_name[:60],
        mail=contacts.mail_address(about.mail) if about.mail.strip() else "",
        phone=contacts.e164(about.phone) if about.phone.strip() else "",
        postal=about.postal.replace("\r\n", "\n").strip(),
        language=about.language,
    )
    account.set_unusable_password()
    return account


def _refuse_a_flood(request: _Request, account: Account) -> None:
    if request.registered_by:
        return
    today = {"registered_at__gt": request.now - timedelta(days=1), "registered_by": None}
    shared = (Q(account__mail=account.mail) & ~Q(account__mail="")) | (
        Q(account__phone=account.phone) & ~Q(account__phone="")
    )
    signed_up = sum(kind.objects.filter(shared, **today).count() for kind in (Newcomer, Volunteer))
    if signed_up >= MOST_ON_ONE_CONTACT_A_DAY:
        raise TooManyOnThisContact


def _fill(role: Participant, request: _Request, neighbourhood: Neighbourhood) -> None:
    about = request.about
    role.municipality_id = request.town
    role.neighbourhood = neighbourhood
    role.languages = list(about.languages)
    role.gender, role.buddy_gender = about.gender, about.buddy_gender
    role.max_distance_m, role.online = about.max_distance_m, about.online
    role.interests, role.goals = list(about.interests), list(about.goals)
    role.registered_at, role.registered_by = request.now, request.registered_by
    role.request_id, role.request_hash = request.request_id, request.hash
