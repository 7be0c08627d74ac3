"""Many people who sign up on one day, written at once: the same rows as one by one, for large demos.

Signing up takes a dozen queries a person, which is nothing for one and minutes for thousands. That the rows
are the same as those of ``people.registration`` is held by a test.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from uuid import UUID

from backend.config.demo.town import CULEMBORG
from backend.people.details import NewcomerDetails, ParticipantDetails, VolunteerDetails
from backend.people.models import Account, AvailabilitySlot, Consent, Newcomer, Participant, Volunteer
from backend.places import neighbourhoods
from backend.places.clock import local_today
from backend.privacy.models import AuditEntry

_OF_THE_ACCOUNT = {"full_name", "call_name", "mail", "phone", "postal", "language"}
_ROWS_OF_THEIR_OWN = {"neighbourhood", "week", "consent_version"}
_BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """One who signs up; ``helped_by`` is the coordinator who fills in the form."""

    key: str
    about: ParticipantDetails
    request_id: UUID
    helped_by: Account | None = None


def sign_up(arrivals: Sequence[Arrival], now: datetime) -> dict[UUID, str]:
    """Write their rows in the open town; row id -> key. Nobody is welcomed: that would be in the past."""
    accounts = [_account(arrival.about) for arrival in arrivals]
    Account.objects.bulk_create(accounts, batch_size=_BATCH)
    homes = {row.code: row.pk for row in neighbourhoods.all_of(town=CULEMBORG)}
    roles = [
        _role(arrival, account, homes[arrival.about.neighbourhood], now)
        for arrival, account in zip(arrivals, accounts, strict=True)
    ]
    Newcomer.objects.bulk_create([role for role in roles if isinstance(role, Newcomer)], batch_size=_BATCH)
    Volunteer.objects.bulk_create([role for role in roles if isinstance(role, Volunteer)], batch_size=_BATCH)
    _write_around(arrivals, roles, now)
    return {role.pk: arrival.key for arrival, role in zip(arrivals, roles, strict=True)}


def _account(about: ParticipantDetails) -> Account:
    account = Account(**{name: getattr(about, name) for name in _OF_THE_ACCOUNT})
    account.set_unusable_password()
    return account


def _role(arrival: Arrival, account: Account, home: int, now: datetime) -> Newcomer | Volunteer:
    about = arrival.about
    given = {
        field.name: list(value) if isinstance(value := getattr(about, field.name), tuple) else value
        for field in fields(about)
        if field.name not in _OF_THE_ACCOUNT | _ROWS_OF_THEIR_OWN
    }
    given |= {"municipality_id": CULEMBORG, "account": account, "neighbourhood_id": home}
    given |= {"registered_at": now, "registered_by": arrival.helped_by, "request_id": arrival.request_id}
    if isinstance(about, NewcomerDetails):
        return Newcomer(**given, waiting_since=local_today(now))
    assert isinstance(about, VolunteerDetails)  # noqa: S101 - there are two kinds
    return Volunteer(**given)


def _write_around(arrivals: Sequence[Arrival], roles: Sequence[Participant], now: datetime) -> None:
    both = list(zip(arrivals, roles, strict=True))
    AvailabilitySlot.objects.bulk_create(
        AvailabilitySlot(
            municipality_id=CULEMBORG,
            account=role.account,
            weekday=window.weekday,
            starts_minute=window.starts_minute,
            ends_minute=window.ends_minute,
        )
        for arrival, role in both
        for window in arrival.about.week
    )
    Consent.objects.bulk_create(
        Consent(
            municipality_id=CULEMBORG,
            account=role.account,
            text_version=arrival.about.consent_version,
            given_at=now,
            noted_by=arrival.helped_by,
        )
        for arrival, role in both
    )
    AuditEntry.objects.bulk_create(
        AuditEntry(
            municipality_id=CULEMBORG,
            actor_id=(arrival.helped_by or role.account).pk,
            deed="people.register",
            subject_type=type(role).__name__,
            subject_id=role.pk,
            at=now,
        )
        for arrival, role in both
    )
