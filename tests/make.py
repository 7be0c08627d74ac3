"""Rows for tests. Every default is valid; a test names only what it is about."""

import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client
from django_scopes import scope
from django_scopes.state import state

from backend.meetings.models import Attendance, Meeting, MeetingSeries
from backend.obligations.models import LegalBasis, PolicyVersion
from backend.pairs.models import (
    FoundPair,
    LanguageTable,
    MatchingRound,
    Pair,
    Pin,
    Proposal,
    TableLeader,
    TableOffer,
    TableSeat,
)
from backend.people.models import (
    Account,
    AvailabilitySlot,
    Caseworker,
    ConfidentialAdviser,
    Coordinator,
    Newcomer,
    PolicyOfficer,
    ProgrammeManager,
    Volunteer,
)
from backend.places.models import CommunityCentre, District, Municipality, Neighbourhood, OpeningHours

TOWN = "GM0216"
OTHER_TOWN = "GM0221"
MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday in winter, twelve o'clock in Culemborg
EVENING = (18 * 60, 21 * 60)

_numbers = count(1)


def town(code: str = TOWN, **about: Any) -> Municipality:
    """The municipality, made once."""
    given = {"name": f"Town {code}", "division_year": 2024, "programme_since": date(2026, 1, 1)} | about
    return Municipality.objects.get_or_create(code=code, defaults=given)[0]


def neighbourhood(code: str | None = None, *, of: str = TOWN, **about: Any) -> Neighbourhood:
    """A neighbourhood with a place in the Dutch grid, made once for its code."""
    code = code or f"BU{of[2:]}0000"
    municipality = town(of)
    district, _ = District.objects.get_or_create(
        code=f"WK{code[2:8]}", year=2024, municipality=municipality, defaults={"name": "Centre"}
    )
    given = {
        "name": "Binnenstad",
        "district": district,
        "rd_x": 143_874,
        "rd_y": 440_872,
        "population": 2_000,
    }
    return Neighbourhood.objects.get_or_create(
        code=code, year=2024, municipality=municipality, defaults=given | about
    )[0]


def centre(*, of: str = TOWN, **about: Any) -> CommunityCentre:
    """A community centre, open on every day from nine to nine."""
    given = {
        "municipality": town(of),
        "name": f"House {next(_numbers)}",
        "address": "Market 1",
        "neighbourhood": neighbourhood(of=of),
    } | about
    house = CommunityCentre.objects.create(**given)
    for weekday in range(7):
        OpeningHours.objects.create(
            municipality=house.municipality,
            centre=house,
            weekday=weekday,
            opens_minute=540,
            closes_minute=1260,
        )
    return house


def account(**about: Any) -> Account:
    """Someone who can be reached by mail."""
    number = next(_numbers)
    given = {
        "full_name": f"Person Number{number}",
        "call_name": f"Person{number}",
        "mail": f"person{number}@example.org",
    } | about
    return Account.objects.create(**given)


def free(who: Account, *windows: tuple[int, int, int], of: str = TOWN) -> None:
    """Free in these windows: weekday (Monday 0), start and end in minutes since midnight."""
    for weekday, starts, ends in windows:
        AvailabilitySlot.objects.create(
            municipality=town(of), account=who, weekday=weekday, starts_minute=starts, ends_minute=ends
        )


def _participant(of: str, about: dict[str, Any]) -> dict[str, Any]:
    given = {
        "municipality": town(of),
        "neighbourhood": neighbourhood(of=of),
        "languages": ["eng"],
        "registered_at": NOON - timedelta(days=30),
        "request_id": uuid.uuid4(),
    } | about
    if "account" not in given:
        given["account"] = account()
        free(given["account"], *given.pop("week", [(2, *EVENING)]), of=of)
    given.pop("week", None)
    return given


def newcomer(*, of: str = TOWN, **about: Any) -> Newcomer:
    """A newcomer who waits and is free on Wednesday evening (``week`` names other windows)."""
    given = {"dutch_level": "A2", "waiting_since": MONDAY - timedelta(days=30)} | _participant(of, about)
    return Newcomer.objects.create(**given)


def volunteer(*, of: str = TOWN, **about: Any) -> Volunteer:
    """A volunteer with one place who is free on Wednesday evening."""
    return Volunteer.objects.create(**_participant(of, about))


def coordinator(*, of: str = TOWN, **about: Any) -> Coordinator:
    """Coordinates in the whole town."""
    return Coordinator.objects.create(**({"municipality": town(of), "account": account(), "since": MONDAY} | about))


def ordinance(*, of: str = TOWN, valid_from: date = date(2015, 1, 1), regime: str = "PW_2015", **params: Any) -> Any:
    """The ordinance of the town from a day on, made anew while nothing rests on it: it allows nearly everything."""
    wide = {"enabled": True, "min_minutes_per_week": 0, "max_minutes_per_week": 1440, "max_duration_weeks": 52}
    wide |= {"legal_bases_allowed": [*LegalBasis], "max_renewals": 20, "holiday_weeks_free": 0} | params
    given = {
        "regime": regime,
        "title": "Ordinance",
        "ordinance_ref": "CVDR1",
        "approved_by": "council",
        "params": wide,
        "sentences": {},
        "sha256": uuid.uuid4().hex * 2,
        "imported_at": NOON,
    }
    with scope(municipality=of):
        return PolicyVersion.objects.update_or_create(municipality_id=of, valid_from=valid_from, defaults=given)[0]


def caseworker(*, of: str = TOWN, **about: Any) -> Caseworker:
    """A caseworker of the town."""
    return Caseworker.objects.create(**({"municipality": town(of), "account": account(), "since": MONDAY} | about))


def programme_manager(*, of: str = TOWN, **about: Any) -> ProgrammeManager:
    """Answers for the programme of the town."""
    return ProgrammeManager.objects.create(
        **({"municipality": town(of), "account": account(), "since": MONDAY} | about)
    )


def policy_officer(*, of: str = TOWN, **about: Any) -> PolicyOfficer:
    """Prepares the ordinance of the town."""
    return PolicyOfficer.objects.create(**({"municipality": town(of), "account": account(), "since": MONDAY} | about))


def confidential_adviser(*, of: str = TOWN, **about: Any) -> ConfidentialAdviser:
    """Reads, alone, who does not feel safe."""
    return ConfidentialAdviser.objects.create(
        **({"municipality": town(of), "account": account(), "since": MONDAY} | about)
    )


def matching_round(*, of: str = TOWN, state: str = "DRY", **about: Any) -> MatchingRound:
    """A round that was asked for at noon, with what belongs to its state."""
    given: dict[str, Any] = {"municipality": town(of), "state": state, "day": MONDAY, "asked_at": NOON}
    if state == "RUNNING":
        given |= {"lease_token": uuid.uuid4(), "lease_until": datetime.now(tz=UTC) + timedelta(minutes=2), "tries": 1}
    if state not in {"REQUESTED", "RUNNING"}:
        given |= {"finished_at": NOON}
    if state in {"PUBLISHED", "DISCARDED"}:
        given |= {"decided_at": NOON}
    if state == "FAILED":
        given |= {"failure": "UNEXPECTED"}
    return MatchingRound.objects.create(**given | about)


FIT = {
    "mode": "IN_PERSON",
    "score": 80,
    "score_parts": {"nearness": 40, "time": 5, "language": 20, "goals": 6, "interests": 0},
    "distance_m": 900,
    "common_minutes": 180,
    "weekday": 2,
    "starts_minute": 18 * 60,
    "minutes": 90,
}


def found_pair(*, of: str = TOWN, **about: Any) -> FoundPair:
    """Two people whom a dry round would bring together."""
    given = {"municipality": town(of), **FIT} | about
    given["round"] = given.get("round") or matching_round(of=of)
    given["newcomer"] = given.get("newcomer") or newcomer(of=of)
    given["volunteer"] = given.get("volunteer") or volunteer(of=of)
    return FoundPair.objects.create(**given)


def proposal(*, of: str = TOWN, **about: Any) -> Proposal:
    """A proposal for Wednesday evening that waits for the coordinator."""
    given = {
        "municipality": town(of),
        "made_at": NOON,
        **FIT,
    } | about
    given.setdefault("newcomer", None)
    given["newcomer"] = given["newcomer"] or newcomer(of=of)
    given["volunteer"] = given.get("volunteer") or volunteer(of=of)
    return Proposal.objects.create(**given)


def language_table(*, of: str = TOWN, **about: Any) -> LanguageTable:
    """A table of four seats on Wednesday at seven in the evening, led by a volunteer without a free place."""
    leader = about.pop("leader", None) or volunteer(of=of, capacity=0)
    given = {
        "municipality": town(of),
        "name": f"Table {next(_numbers)}",
        "weekday": 2,
        "starts_minute": 19 * 60,
        "minutes": 90,
        "seats": 4,
        "since": MONDAY,
    } | about
    given["centre"] = given.get("centre") or centre(of=of)
    table = LanguageTable.objects.create(**given)
    TableLeader.objects.create(municipality=table.municipality, table=table, volunteer=leader)
    return table


def table_offer(*, of: str = TOWN, **about: Any) -> TableOffer:
    """A seat that waits for an answer of the newcomer."""
    given = {"municipality": town(of), "distance_m": 0, "made_at": NOON, "answer_before": NOON + timedelta(days=7)}
    given |= about
    given["newcomer"] = given.get("newcomer") or newcomer(of=of, joins_tables=True)
    given["table"] = given.get("table") or language_table(of=of)
    return TableOffer.objects.create(**given)


def table_seat(*, of: str = TOWN, **about: Any) -> TableSeat:
    """Somebody who sits at a table since Monday."""
    given = {"municipality": town(of), "since": MONDAY} | about
    given["newcomer"] = given.get("newcomer") or newcomer(of=of, joins_tables=True)
    given["table"] = given.get("table") or language_table(of=of)
    return TableSeat.objects.create(**given)


def pin(*, of: str = TOWN, **about: Any) -> Pin:
    """Two people whom a coordinator wants together."""
    given = {"municipality": town(of), "reason": "They know each other", "pinned_at": NOON} | about
    given["newcomer"] = given.get("newcomer") or newcomer(of=of)
    given["volunteer"] = given.get("volunteer") or volunteer(of=of)
    given["pinned_by"] = given.get("pinned_by") or account()
    return Pin.objects.create(**given)


def pair(*, of: str = TOWN, **about: Any) -> Pair:
    """A current pair that began four weeks ago."""
    given = {
        "municipality": town(of),
        "place": 1,
        "mode": "IN_PERSON",
        "started_on": MONDAY - timedelta(days=28),
    } | about
    given.setdefault("trial_until", given["started_on"] + timedelta(days=42))
    given["newcomer"] = given.get("newcomer") or newcomer(of=of)
    given["volunteer"] = given.get("volunteer") or volunteer(of=of)
    return Pair.objects.create(**given)


def series(*, of: str = TOWN, **about: Any) -> MeetingSeries:
    """Every Wednesday from 18:00 to 19:30."""
    given = {
        "municipality": town(of),
        "weekday": 2,
        "starts_local": "18:00",
        "minutes": 90,
        "first_on": MONDAY - timedelta(days=26),
    } | about
    given["pair"] = given.get("pair") or pair(of=of)
    return MeetingSeries.objects.create(**given)


def meeting(*, of: str = TOWN, starts_at: datetime = NOON - timedelta(days=5), **about: Any) -> Meeting:
    """A meeting of an hour and a half, with both expected; by default last Wednesday."""
    weekly = about.pop("series", None) or series(of=of, **({"pair": about["pair"]} if "pair" in about else {}))
    given = {
        "municipality": town(of),
        "pair": weekly.pair,
        "series": weekly,
        "occurrence_on": starts_at.date(),
        "local_date": starts_at.date(),
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
    } | about
    made = Meeting.objects.create(**given)
    for side, who in (("NEWCOMER", weekly.pair.newcomer), ("VOLUNTEER", weekly.pair.volunteer)):
        Attendance.objects.create(
            municipality=made.municipality,
            meeting=made,
            account=who.account,
            side=side,
            starts_at=made.starts_at,
            ends_at=made.ends_at,
        )
    return made


class Browser(Client):
    """Comes from outside: the town that a test has open is not open for a request."""

    def request(self, **request: Any) -> Any:
        """Answered as the product does it, which has to open the town itself."""
        opened_by_test = state.set(None)
        try:
            return super().request(**request)
        finally:
            state.reset(opened_by_test)


def browser_of(who: Account) -> Browser:
    """Django's test client, logged in as this person."""
    client = Browser()
    client.force_login(who)
    return client
