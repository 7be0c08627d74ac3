"""Decisions of the municipality about some volunteers of a demo, which only two caseworkers can see."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from backend.config.demo import characters
from backend.config.demo.world import World
from backend.meetings.local_time import moment
from backend.obligations import changes, decisions, file_words, ordinances
from backend.obligations.decisions import Decision
from backend.obligations.models import Ground, LegalBasis, Obligation, ObligationDecision, PersonWord
from backend.people.models import Account, Volunteer
from backend.places.clock import local_today
from backend.places.models import ZONE

SAMPLES = Path(__file__).resolve().parents[3] / "docs" / "policy"
MOST_IN_A_SMALL_TOWN, OF_A_HUNDRED_THERE = 12, 30
OF_A_HUNDRED_IN_A_LARGE_TOWN = 3
MINUTES_PER_WEEK = (90, 120, 120, 240, 240, 480)
WEEKS = (13, 26, 26)
LONGEST_BEFORE_A_DECISION = 14  # days from signing up


def impose(world: World) -> list[Obligation]:
    """Some have a duty; the fixed volunteer is one, with the caseworker of the logins."""
    chosen = _chosen(world)
    put_ordinances_in_force(town=chosen[0].municipality_id, now=moment(world.first_day, time(9), ZONE))
    made = [_link(world, number, row) for number, row in enumerate(chosen)]
    if len(made) > 3:
        _end_one(world, made[3])
    _write_in_file(world, made[0])
    return made


def put_ordinances_in_force(*, town: str, now: datetime) -> None:
    """The town asks four to eight hours a week, and from 2027 on it agrees on something instead."""
    for file in ("four-to-eight-hours.toml", "social-participation-2027.toml"):
        ordinances.put_in_force(ordinances.read((SAMPLES / file).read_text("utf-8")), town=town, now=now)


def _chosen(world: World) -> list[Volunteer]:
    here = sorted(Volunteer.objects.select_related("account"), key=lambda row: world.keys[row.pk])
    [fixed] = [row for row in here if row.account.mail == characters.VOLUNTEER]
    others = [row for row in here if row != fixed and _days_here(world, row) > LONGEST_BEFORE_A_DECISION]
    small = min(MOST_IN_A_SMALL_TOWN, len(here) * OF_A_HUNDRED_THERE // 100)
    size = max(small, len(here) * OF_A_HUNDRED_IN_A_LARGE_TOWN // 100, 1)
    return [fixed, *world.dice("duties").sample(others, min(size - 1, len(others)))]


def _days_here(world: World, row: Volunteer) -> int:
    return (world.today - local_today(row.registered_at)).days


def _link(world: World, number: int, row: Volunteer) -> Obligation:
    chance = world.dice("duty of", world.keys[row.pk])
    since = local_today(row.registered_at) + timedelta(days=chance.randrange(3, 9))
    caseworkers = world.staff.caseworkers
    return decisions.link(
        **_by(world, caseworkers[0] if number == 0 else caseworkers[number % len(caseworkers)], since),
        town=row.municipality_id,
        person_id=row.account_id,
        client_number=f"K-{4100 + number}",
        decision=_letter(chance, since, number),
        request_id=world.request("duty of", world.keys[row.pk]),
    )


def _by(world: World, caseworker: Account, day: date) -> dict[str, Any]:
    now: datetime = moment(day, time(11), ZONE)
    return {"by": caseworker, "now": now}


def _letter(chance: Random, since: date, number: int) -> Decision:
    starts_on = since + timedelta(days=chance.randrange(2, 9))
    weeks = max(WEEKS) if number == 0 else chance.choice(WEEKS)  # the fixed volunteer's holds today
    return Decision(
        legal_basis=LegalBasis.PW_9_1_C,
        case_reference=f"Z/{since.year}/{310 + 7 * number}",
        decided_on=since,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(weeks=weeks) - timedelta(days=1),
        minutes_per_week=chance.choice(MINUTES_PER_WEEK),
    )


def _end_one(world: World, obligation: Obligation) -> None:
    """One found work: the duty ended in the middle of a week."""
    wednesday = world.day((world.today.weekday() - 2) % 7 + 14)
    caseworker = next(one for one in world.staff.caseworkers if one.pk == obligation.caseworker_id)
    decisions.end(
        **_by(world, caseworker, wednesday),
        obligation_id=obligation.pk,
        on=wednesday,
        case_reference="Z/2026/977",
        request_id=world.request("end of duty"),
    )


def _write_in_file(world: World, obligation: Obligation) -> None:
    """In the file of the fixed volunteer: care at home for a few days, and what was said about it."""
    monday = world.day(world.today.weekday() + 21)
    caseworker = next(one for one in world.staff.caseworkers if one.pk == obligation.caseworker_id)
    changes.change(
        **_by(world, caseworker, monday),
        obligation_id=obligation.pk,
        change=changes.Change(
            kind=ObligationDecision.Kind.EXEMPT,
            case_reference="Z/2026/981",
            decided_on=monday,
            starts_on=monday + timedelta(days=2),
            ends_on=monday + timedelta(days=6),
            ground=Ground.CARE_TASKS,
            share_pct=100,
        ),
        request_id=world.request("exemption"),
    )
    file_words.say(
        **_by(world, Account.objects.get(pk=obligation.person_id), monday + timedelta(days=8)),
        obligation_id=obligation.pk,
        said=file_words.Said(
            kind=PersonWord.Kind.VIEW,
            text="Mijn moeder was ziek. Vanaf maandag kan ik weer elke week.",
            said_on=monday + timedelta(days=8),
        ),
        request_id=world.request("view"),
    )
