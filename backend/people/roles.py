"""Who may act where: the roles of an account, over all towns."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.db import connection

from backend.people.models import (
    Account,
    Caseworker,
    ConfidentialAdviser,
    Coordinator,
    Newcomer,
    PolicyOfficer,
    ProgrammeManager,
    Volunteer,
)
from backend.places.scope import TenantRow


class RoleKind(StrEnum):
    """In the order in which a page of one's own is chosen: work first."""

    COORDINATOR = "COORDINATOR"
    CASEWORKER = "CASEWORKER"
    PROGRAMME_MANAGER = "PROGRAMME_MANAGER"
    CONFIDENTIAL_ADVISER = "CONFIDENTIAL_ADVISER"
    POLICY_OFFICER = "POLICY_OFFICER"
    VOLUNTEER = "VOLUNTEER"
    NEWCOMER = "NEWCOMER"


STAFF = frozenset(
    {
        RoleKind.COORDINATOR,
        RoleKind.CASEWORKER,
        RoleKind.PROGRAMME_MANAGER,
        RoleKind.CONFIDENTIAL_ADVISER,
        RoleKind.POLICY_OFFICER,
    }
)
AT_WORK = timedelta(hours=12)  # staff see data of others: a code every working day
_ORDER = tuple(RoleKind)
_ROWS: dict[RoleKind, tuple[type[TenantRow], str]] = {  # the table, and the column that is empty while it lasts
    RoleKind.COORDINATOR: (Coordinator, "until"),
    RoleKind.CASEWORKER: (Caseworker, "until"),
    RoleKind.PROGRAMME_MANAGER: (ProgrammeManager, "until"),
    RoleKind.CONFIDENTIAL_ADVISER: (ConfidentialAdviser, "until"),
    RoleKind.POLICY_OFFICER: (PolicyOfficer, "until"),
    RoleKind.VOLUNTEER: (Volunteer, "left_on"),
    RoleKind.NEWCOMER: (Newcomer, "left_on"),
}
_HELD = " UNION ".join(
    f"SELECT '{kind}', municipality_id FROM {model._meta.db_table}"  # noqa: S608 - no value is glued in
    f" WHERE account_id = %(account)s AND {last_day} IS NULL"
    for kind, (model, last_day) in _ROWS.items()
)


@dataclass(frozen=True, kw_only=True)
class Role:
    """A role in a town (code of the municipality)."""

    kind: RoleKind
    town: str


@dataclass(frozen=True, kw_only=True)
class Roles:
    """What somebody is now, and where; ``held`` has work first, then towns by code."""

    held: tuple[Role, ...] = ()
    is_operator: bool = False

    @property
    def towns(self) -> tuple[str, ...]:
        """The towns in which this person acts, in the order of ``held``."""
        return tuple(dict.fromkeys(role.town for role in self.held))

    @property
    def are_staff(self) -> bool:
        """Whether this person works with other people's data, and so logs in with a code each time."""
        return self.is_operator or any(role.kind in STAFF for role in self.held)

    @property
    def stay_logged_in(self) -> timedelta | None:
        """How long a login by code holds; None is as long as sessions last."""
        return AT_WORK if self.are_staff else None

    def in_town(self, code: str) -> frozenset[RoleKind]:
        """The roles in this town."""
        return frozenset(role.kind for role in self.held if role.town == code)


def roles_of(account: Account) -> Roles:
    """The present roles of an account in all towns, in one query.

    Not by the ORM: every request asks it, and putting a union together would cost more than all else that it needs.
    Not of the open town: where somebody may act is asked before one can be opened.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HELD, {"account": account.pk})
        found = {Role(kind=RoleKind(kind), town=town) for kind, town in cursor.fetchall()}
    held = sorted(found, key=lambda role: (_ORDER.index(role.kind), role.town))
    return Roles(held=tuple(held), is_operator=account.is_staff)
