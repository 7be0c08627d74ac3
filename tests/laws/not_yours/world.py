"""A town with one row of every kind, and one person in every role, with or without a part in those rows."""

import uuid
from dataclasses import dataclass, field
from datetime import time, timedelta

from django.apps import apps
from django_scopes import scope, scopes_disabled

from backend.meetings import absences, certificates, hours_rows, language_plans, safety
from backend.meetings.models import HoursEntry, Substitution
from backend.obligations import decisions, participation, statements
from backend.obligations.models import LegalBasis
from backend.pairs import casework, checks, pauses, rounds, wishes
from backend.pairs.models import Exclusion, Moment
from backend.people.models import Account
from backend.places.models import Municipality
from tests import make
from tests.backend.meetings.hours import claimed

DAY = timedelta(days=1)
FIRST, LAST = make.MONDAY + 10 * DAY, make.MONDAY + 12 * DAY
MONTH_AGO = make.MONDAY - 28 * DAY
LAST_ANSWER = make.NOON + 7 * DAY


@dataclass(kw_only=True)
class World:
    """One town.

    Attributes:
        people: role to who has it; None is a stranger.
        rows: kind to the id of a row of that kind.
    """

    town: str
    people: dict[str, Account | None] = field(default_factory=dict)
    rows: dict[str, uuid.UUID] = field(default_factory=dict)


def lived_in(town: str) -> World:
    """A town with everybody and everything."""
    world = World(town=town)
    make.town(town)
    with scope(municipality=town):
        make.ordinance(of=town)
        _staff(world)
        _two(world)
        _kept_by_coordinators(world)
        _not_safe(world)
        _behind_the_wall(world)
    return world


def same_kind_elsewhere(world: World) -> dict[str, uuid.UUID]:
    """Id of a row of this town (as text) to the id of a row of the same model of another one."""
    found: dict[str, uuid.UUID] = {}
    with scopes_disabled():
        for model in apps.get_models():
            names = {each.attname for each in model._meta.concrete_fields}
            if "municipality_id" in names and model is not Municipality:
                rows = model._default_manager.order_by("pk")
                other = rows.exclude(municipality_id=world.town).values_list("pk", flat=True).first()
                mine = rows.filter(municipality_id=world.town).values_list("pk", flat=True)
                found |= {str(pk): other for pk in mine if isinstance(other, uuid.UUID)}
    return found


def _staff(world: World) -> None:
    of = world.town
    staff = {
        "coordinator": make.coordinator(of=of),
        "coordinator of one house": make.coordinator(of=of, centre=make.centre(of=of)),
        "caseworker": make.caseworker(of=of),
        "another caseworker": make.caseworker(of=of),
        "programme manager": make.programme_manager(of=of),
        "policy officer": make.policy_officer(of=of),
        "leader of the table": make.volunteer(of=of, capacity=0),
        "who stands in": make.volunteer(of=of),
        "confidential adviser": make.confidential_adviser(of=of),
        "another newcomer": make.newcomer(of=of),
        "another volunteer": make.volunteer(of=of),
        "somebody who left": make.volunteer(of=of, left_on=make.MONDAY),
    }
    world.people = {"stranger": None} | {role: who.account for role, who in staff.items()}
    world.people["operator"] = make.account(is_staff=True, is_superuser=True)
    world.rows |= {"coordinator": staff["coordinator"].pk, "caseworker": staff["caseworker"].pk}
    world.rows |= {"manager": staff["programme manager"].pk, "adviser": staff["confidential adviser"].pk}
    world.rows |= {"person": staff["another volunteer"].account_id, "officer": staff["policy officer"].pk}
    table = make.language_table(of=of, leader=staff["leader of the table"])
    world.rows |= {"table": table.pk, "stand-in": staff["who stands in"].pk}


def _two(world: World) -> None:
    """A pair with everything that two people can have; they are the learner and the helper."""
    of, coordinator = world.town, world.people["coordinator"]
    house = make.centre(of=of)
    series = make.series(of=of, centre=house)
    pair, about = series.pair, {"by": coordinator, "now": make.NOON}
    learner, helper = pair.newcomer.account, pair.volunteer.account
    past = make.meeting(of=of, series=series)
    claimed(helper.pk, meeting=past, starts_at=past.starts_at)
    plan = language_plans.draw_up(
        pair_id=pair.pk, goals=["DAILY_TALK"], until_on=make.MONDAY + 90 * DAY, request_id=uuid.uuid4(), **about
    )
    pause = pauses.propose(pair_id=pair.pk, from_on=FIRST, until_on=LAST, request_id=uuid.uuid4(), **about)
    offered = {"state": "OFFERED", "decided_by": coordinator, "decided_at": make.NOON, "answer_before": LAST_ANSWER}
    world.people |= {"learner": learner, "helper": helper}
    world.rows |= {
        "newcomer": pair.newcomer_id,
        "volunteer": pair.volunteer_id,
        "pair": pair.pk,
        "past meeting": past.pk,
        "meeting": make.meeting(of=of, series=series, starts_at=make.NOON + 2 * DAY).pk,
        "plan": plan.pk,
        "pause": pause.pk,
        "proposal": make.proposal(of=of, newcomer=pair.newcomer, volunteer=pair.volunteer, **offered).pk,
        "proposal to judge": make.proposal(of=of).pk,
        "absence of the learner": _away(world, learner),
        "absence of the helper": _away(world, helper),
        "house": house.pk,
        "offer": make.table_offer(of=of, newcomer=pair.newcomer).pk,
        "seat": make.table_seat(of=of, newcomer=pair.newcomer).pk,
        "certificate": _certificate(world, helper),
    }


def _away(world: World, who: Account) -> uuid.UUID:
    about = {"town": world.town, "account_id": who.pk, "by": who, "request_id": uuid.uuid4(), "now": make.NOON}
    return absences.enter(starts_on=FIRST + 20 * DAY, ends_on=LAST + 20 * DAY, **about).pk


def _certificate(world: World, who: Account) -> uuid.UUID:
    about = {"town": world.town, "account_id": who.pk, "request_id": uuid.uuid4(), "now": make.NOON}
    return certificates.issue(starts_on=MONTH_AGO, ends_on=make.MONDAY, **about).pk


def _kept_by_coordinators(world: World) -> None:
    of, by = world.town, world.people["coordinator"]
    pair_id = world.rows["pair"]
    about = {"by": by, "now": make.NOON, "request_id": uuid.uuid4()}
    apart = {"newcomer": make.newcomer(of=of), "volunteer": make.volunteer(of=of)}
    asked = make.pair(of=of)
    world.people["who answered"] = asked.newcomer.account
    check = checks.say(
        pair_id=asked.pk,
        by=asked.newcomer.account,
        moment=Moment.START,
        answers=checks.Answers(face=2, have_met=True, wants_a_call=True),
        until_on=None,
        now=make.NOON,
    )
    world.rows |= {
        "check": check.pk,
        "task": casework.add_task(pair_id=pair_id, text="Call the school", due_on=FIRST, to=by.pk, **about).pk,
        "closure": absences.close(
            centre_id=world.rows["house"], starts_on=FIRST + 60 * DAY, ends_on=LAST + 60 * DAY, **about
        ).pk,
        "exclusion": Exclusion.objects.create(municipality_id=of, cause="ENDED", since=make.NOON, **apart).pk,
        "pin": make.pin(of=of, pinned_by=by).pk,
        "note": casework.write(pair_id=pair_id, text="They laugh a lot", **about).pk,
        "substitution": _substitution(world).pk,
        "hours from paper": _from_paper(world).pk,
    }
    forbidden = {"newcomer_id": make.newcomer(of=of).pk, "volunteer_id": make.volunteer(of=of).pk}
    wishes.forbid(by=by, reason="They are family", now=make.NOON, **forbidden)
    _rounds(world)


def _substitution(world: World) -> Substitution:
    return Substitution.objects.create(
        municipality_id=world.town,
        pair_id=world.rows["pair"],
        volunteer_id=world.rows["stand-in"],
        from_on=FIRST + 40 * DAY,
        until_on=LAST + 40 * DAY,
        arranged_by=world.people["coordinator"],
        arranged_at=make.NOON,
        request_id=uuid.uuid4(),
    )


def _from_paper(world: World) -> HoursEntry:
    row = hours_rows.Row(pair_id=world.rows["pair"], on=make.MONDAY - 3 * DAY, starts_local=time(10), minutes=60)
    about = {"by": world.people["coordinator"], "request_id": uuid.uuid4(), "now": make.NOON}
    return hours_rows.enter(row=row, how="Paper", **about)


def _rounds(world: World) -> None:
    decided = rounds.run(town=world.town, publishes_itself=False, now=make.NOON)
    rounds.publish(round_id=decided.pk, by=world.people["coordinator"], now=make.NOON)
    dry = rounds.run(town=world.town, publishes_itself=False, now=make.NOON)
    world.rows |= {"published round": decided.pk, "round": dry.pk}


def _not_safe(world: World) -> None:
    """Another pair: the adviser alone knows why they do not meet."""
    pair = make.meeting(of=world.town, starts_at=make.NOON + DAY).pair
    about = {"by": pair.newcomer.account, "request_id": uuid.uuid4(), "now": make.NOON}
    world.rows["report"] = safety.report(pair_id=pair.pk, **about).pk
    sealed = Exclusion.objects.get(newcomer=pair.newcomer, volunteer=pair.volunteer, cause="SEALED")
    world.rows["sealed exclusion"] = sealed.pk
    world.people["who does not feel safe"] = pair.newcomer.account
    world.people["of whom somebody is afraid"] = pair.volunteer.account


def _behind_the_wall(world: World) -> None:
    by, helper, learner = (world.people[role] for role in ("caseworker", "helper", "learner"))
    about = {"request_id": uuid.uuid4(), "now": make.NOON}
    letter = decisions.Decision(
        legal_basis=LegalBasis.PW_9_1_C,
        case_reference="Z-2026-1",
        decided_on=MONTH_AGO,
        starts_on=MONTH_AGO,
        ends_on=MONTH_AGO + 181 * DAY,
        minutes_per_week=240,
    )
    duty = decisions.link(town=world.town, by=by, person_id=helper.pk, client_number="C-77", decision=letter, **about)
    period = {"starts_on": MONTH_AGO, "ends_on": make.MONDAY}
    own = participation.issue(
        town=world.town, by=learner, route="Z", request_id=uuid.uuid4(), now=make.NOON, **period
    )
    world.rows |= {
        "duty": duty.pk,
        "decision": duty.decisions.get().pk,
        "duty statement": statements.issue(
            obligation_id=duty.pk, by=by, request_id=uuid.uuid4(), now=make.NOON, **period
        ).pk,
        "participation statement": own.pk,
    }
