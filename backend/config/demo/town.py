"""Culemborg with its real neighbourhoods, three invented centres, and the people who work there."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from backend.config.demo import characters
from backend.people.models import (
    Account,
    Caseworker,
    ConfidentialAdviser,
    Coordinator,
    PolicyOfficer,
    ProgrammeManager,
)
from backend.places import centre_files, centres, neighbourhoods, programme
from backend.places.division.importing import import_file
from backend.places.models import CommunityCentre, Neighbourhood

CULEMBORG = "GM0216"
DATA = Path(centres.__file__).parent / "data"


@dataclass(frozen=True, kw_only=True)
class Staff:
    """Who works in the town."""

    coordinator: Account
    caseworkers: tuple[Account, ...]


def build(*, since: date) -> list[Neighbourhood]:
    """Neighbourhoods and an open programme; returns where people can live."""
    import_file(DATA / "culemborg.csv")
    programme.open_in(town=CULEMBORG, since=since)
    return neighbourhoods.all_of(town=CULEMBORG)


def open_centres() -> list[CommunityCentre]:
    """The centres of ``culemborg_centres.csv``, in its order."""
    with (DATA / "culemborg_centres.csv").open(encoding="utf-8", newline="") as lines:
        houses = [line.house for line in centre_files.read(lines)]
    return [centres.put(town=CULEMBORG, house=house) for house in houses if house]


def hire(*, since: date, houses: list[CommunityCentre]) -> Staff:
    """Coordinators, caseworkers, a programme manager, a policy officer, a confidential adviser, an operator."""
    about = {"municipality_id": CULEMBORG, "since": since}
    coordinator = _account(characters.COORDINATOR)
    Coordinator.objects.create(account=coordinator, **about)
    of_a_house = _account(characters.COORDINATOR_OF_A_HOUSE, "Latifa Bouzid")
    Coordinator.objects.create(account=of_a_house, centre=houses[-1], **about)
    ProgrammeManager.objects.create(account=_account(characters.PROGRAMME_MANAGER), **about)
    PolicyOfficer.objects.create(account=_account(characters.POLICY_OFFICER), **about)
    ConfidentialAdviser.objects.create(account=_account(characters.ADVISER), **about)
    caseworkers = _account(characters.CASEWORKER), _account(characters.OTHER_CASEWORKER, "Sietske Roelofs")
    for account in caseworkers:
        Caseworker.objects.create(account=account, **about)
    Account.objects.create_superuser(full_name="Beheer", call_name="Beheer", mail=characters.OPERATOR)
    return Staff(coordinator=coordinator, caseworkers=caseworkers)


def _account(mail: str, name: str = "") -> Account:
    name = name or next(login.name for login in characters.LOGINS if login.mail == mail)
    account = Account(full_name=name, call_name=name.split()[0], mail=mail)
    account.set_unusable_password()
    account.save()
    return account
