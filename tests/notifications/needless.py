"""For every kind of message: a world in which it is owed, and the deed after which it is needless.

The deed is what the message asks for. A kind that asks for nothing is needless once it is not true any more, or
when its reader has left.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from backend.meetings import absences, attendance, language_plans, planning, safety, substitutes, table_plans
from backend.meetings.models import GoalCode, HoursEntry, Introduction, Meeting, MeetingSeries, Substitution
from backend.pairs import checks, language_tables, life, pauses, proposals, table_offers
from backend.pairs.models import EndReason, Moment, Pair
from backend.people import login
from backend.people.codes import digits_of
from backend.people.models import Account, Newcomer, Volunteer
from notifications.kinds import Kind, Reader
from tests import make

TOMORROW = make.NOON + timedelta(days=1)
SOON = make.MONDAY + timedelta(days=21)


@dataclass(frozen=True)
class Story:
    """What the message is about, who reads it, and what makes it needless."""

    subject_id: UUID
    reader: Account
    deed: Callable[[], object]


def _reader(kind: Kind, pair: Pair) -> Account:
    return pair.volunteer.account if kind.who is Reader.VOLUNTEER else pair.newcomer.account


def _ends(pair: Pair) -> Callable[[], object]:
    by, reason = pair.volunteer.account, EndReason.MOVED
    return lambda: life.end(pair_id=pair.pk, by=by, on=make.MONDAY, reason=reason, now=make.NOON)


def _leaves(reader: Account) -> Callable[[], object]:
    return lambda: Account.objects.filter(pk=reader.pk).update(is_active=False)


def _says(meeting: Meeting, by: Account, answer: str) -> object:
    return attendance.answer(
        meeting_id=meeting.pk, by=by, answer=answer, minutes=None, request_id=uuid.uuid4(), now=make.NOON
    )


def reader_leaves(kind: Kind) -> Story:
    pair = make.pair()
    meeting = make.meeting(pair=pair)
    subject = meeting.pk if kind.template.endswith("hours_corrected") else pair.pk
    return Story(subject, _reader(kind, pair), _leaves(_reader(kind, pair)))


def meeting_ahead(kind: Kind) -> Story:
    meeting = make.meeting(starts_at=TOMORROW, moved_at=make.NOON)
    by = meeting.pair.volunteer.account
    subject = meeting.pk
    if kind.template.endswith("introduction"):
        about = {"municipality": meeting.municipality, "pair": meeting.pair, "meeting": meeting}
        subject = Introduction.objects.create(**about, coordinator=make.account(), arranged_at=make.NOON).pk
    deed = lambda: planning.cancel(meeting_id=meeting.pk, by=by, now=make.NOON)  # noqa: E731 - one of many like it
    return Story(subject, _reader(kind, meeting.pair), deed)


def meeting_over(kind: Kind) -> Story:
    meeting = make.meeting()
    reader = _reader(kind, meeting.pair)
    return Story(meeting.pk, reader, lambda: _says(meeting, reader, "HELD"))


def meeting_off(kind: Kind) -> Story:
    meeting = make.meeting(starts_at=TOMORROW)
    planning.cancel(meeting_id=meeting.pk, by=meeting.pair.newcomer.account, now=make.NOON)
    return Story(meeting.pk, _reader(kind, meeting.pair), _ends(meeting.pair))


def plan(kind: Kind) -> Story:
    meeting = make.meeting(starts_at=TOMORROW)
    reader = make.coordinator().account if kind.who is Reader.COORDINATOR else _reader(kind, meeting.pair)
    return Story(meeting.series_id, reader, _ends(meeting.pair))


def dates_changed(kind: Kind) -> Story:
    series = make.meeting(starts_at=TOMORROW).series
    return Story(series.pk, _reader(kind, series.pair), _leaves(_reader(kind, series.pair)))


def table_plan(kind: Kind) -> Story:
    leader = make.volunteer(capacity=0)
    seat = make.table_seat(table=make.language_table(leader=leader))
    by = make.coordinator().account
    table_plans.plan_everywhere(make.NOON)
    series = MeetingSeries.objects.get(table=seat.table)
    reader = leader.account if kind.who is Reader.VOLUNTEER else seat.newcomer.account

    def close() -> None:
        language_tables.close(table_id=seat.table_id, by=by, now=make.NOON)

    return Story(series.pk, reader, close)


def table_left(kind: Kind) -> Story:
    story = table_plan(kind)
    table = MeetingSeries.objects.get(pk=story.subject_id).table
    places = table.table_leaders if kind.who is Reader.VOLUNTEER else table.table_seats
    place = places.get()
    places.all().delete()
    table_plans.plan_everywhere(make.NOON)
    return Story(story.subject_id, story.reader, lambda: place.save(force_insert=True))


def _absence(kind: Kind) -> tuple[Meeting, UUID]:
    meeting = make.meeting(starts_at=TOMORROW)
    away = meeting.pair.newcomer.account if kind.who is Reader.VOLUNTEER else meeting.pair.volunteer.account
    days = {"starts_on": make.MONDAY, "ends_on": make.MONDAY + timedelta(days=3)}
    once = {"request_id": uuid.uuid4(), "now": make.NOON}
    return meeting, absences.enter(town=make.TOWN, account_id=away.pk, by=away, **days, **once).pk


def somebody_away(kind: Kind) -> Story:
    meeting, absence_id = _absence(kind)
    pair = meeting.pair
    away = pair.newcomer.account if kind.who is Reader.VOLUNTEER else pair.volunteer.account
    lift = lambda: absences.lift(absence_id=absence_id, by=away, now=make.NOON)  # noqa: E731
    if kind.template.endswith("meetings_off"):
        return Story(absence_id, _reader(kind, pair), lift)
    lift()
    return Story(absence_id, _reader(kind, pair), _ends(pair))


def disputed(_kind: Kind) -> Story:
    meeting, by = make.meeting(), make.coordinator().account
    _says(meeting, meeting.pair.volunteer.account, "HELD")
    _says(meeting, meeting.pair.newcomer.account, "NOT_HELD")
    about = {"meeting_id": meeting.pk, "by": by, "outcome": HoursEntry.Outcome.REJECTED, "reason": "They were ill"}
    return Story(meeting.pk, by, lambda: attendance.resolve(**about, request_id=uuid.uuid4(), now=make.NOON))


def unsafe(kind: Kind) -> Story:
    pair = make.pair()
    made = make.confidential_adviser if kind.who is Reader.ADVISER else make.coordinator
    reader = made().account
    report = safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), now=make.NOON)
    return Story(report.pk, reader, lambda: safety.called(report_id=report.pk, by=reader, now=make.NOON))


def offered(_kind: Kind) -> Story:
    proposal = make.proposal()
    reader = proposal.newcomer.account
    proposals.approve(proposal_id=proposal.pk, by=make.coordinator().account, now=make.NOON)
    return Story(proposal.pk, reader, lambda: proposals.accept(proposal_id=proposal.pk, by=reader, now=make.NOON))


def offer_over(_kind: Kind) -> Story:
    story = offered(_kind)
    other = make.Proposal.objects.get(pk=story.subject_id).volunteer.account
    proposals.decline(proposal_id=story.subject_id, by=other, reason="NO_TIME", now=make.NOON)
    return Story(story.subject_id, story.reader, _leaves(story.reader))


def pair_going_on(kind: Kind) -> Story:
    pair = make.pair()
    return Story(pair.pk, _reader(kind, pair), _ends(pair))


def _pause(pair: Pair) -> UUID:
    days = {"from_on": make.MONDAY, "until_on": SOON}
    by = pair.volunteer.account
    return pauses.ask(pair_id=pair.pk, by=by, **days, request_id=uuid.uuid4(), now=make.NOON).pk


def paused(kind: Kind) -> Story:
    pair = make.pair()
    pause_id, reader = _pause(pair), _reader(kind, pair)
    resume = lambda: pauses.resume(pair_id=pair.pk, by=reader, now=make.NOON)  # noqa: E731
    if kind.template.endswith("pair_paused"):
        return Story(pause_id, reader, resume)
    resume()
    return Story(pause_id, reader, _ends(pair))


def pause_proposed(kind: Kind) -> Story:
    pair, by = make.pair(), make.coordinator().account
    days = {"from_on": make.MONDAY, "until_on": SOON}
    pause = pauses.propose(pair_id=pair.pk, by=by, **days, request_id=uuid.uuid4(), now=make.NOON)
    reader = _reader(kind, pair)
    return Story(pause.pk, reader, lambda: pauses.answer(pause_id=pause.pk, by=reader, yes=True, now=make.NOON))


def silent(kind: Kind) -> Story:
    pair = make.pair(started_on=make.MONDAY - timedelta(days=60))
    meeting = make.meeting(pair=pair)
    reader = make.coordinator().account if kind.who is Reader.COORDINATOR else _reader(kind, pair)
    return Story(pair.pk, reader, lambda: _says(meeting, pair.volunteer.account, "HELD"))


def how_it_goes(kind: Kind) -> Story:
    pair = make.pair(started_on=make.MONDAY - timedelta(days=10))
    reader = _reader(kind, pair)
    answers = checks.Answers(face=4, have_met=True)

    def say() -> None:
        checks.say(pair_id=pair.pk, by=reader, moment=Moment.START, answers=answers, until_on=None, now=make.NOON)

    return Story(pair.pk, reader, say)


def to_sign(kind: Kind) -> Story:
    series = make.series()
    about = {
        "pair_id": series.pair_id,
        "by": make.coordinator().account,
        "goals": GoalCode.values[:1],
        "until_on": SOON,
    }
    found = language_plans.draw_up(**about, request_id=uuid.uuid4(), now=make.NOON)
    reader = _reader(kind, series.pair)
    return Story(found.pk, reader, lambda: language_plans.sign(plan_id=found.pk, by=reader, now=make.NOON))


def stands_in(kind: Kind) -> Story:
    pair, by = make.pair(), make.coordinator().account
    days = {"from_on": make.MONDAY, "until_on": SOON}
    about = {"municipality": pair.municipality, "pair": pair, "volunteer": make.volunteer(), **days}
    made = Substitution.objects.create(**about, arranged_by=by, arranged_at=make.NOON, request_id=uuid.uuid4())
    end = lambda: substitutes.end(substitution_id=made.pk, by=by, now=make.NOON)  # noqa: E731
    return Story(made.pk, _reader(kind, pair), end)


def seat_offered(_kind: Kind) -> Story:
    offer = make.table_offer()
    reader = offer.newcomer.account
    return Story(offer.pk, reader, lambda: table_offers.accept(offer_id=offer.pk, by=reader, now=make.NOON))


def seat_taken(kind: Kind) -> Story:
    leader = make.volunteer(capacity=0)
    seat = make.table_seat(table=make.language_table(leader=leader))
    by = seat.newcomer.account
    if kind.template.endswith("table_closed"):
        return Story(seat.table_id, by, _leaves(by))
    return Story(seat.pk, leader.account, lambda: language_tables.leave(seat_id=seat.pk, by=by, now=make.NOON))


def code(_kind: Kind) -> Story:
    reader = make.account()
    asked = login.ask_code(contact=reader.mail, now=make.NOON)
    digits = digits_of(asked.pk)
    return Story(asked.pk, reader, lambda: login.check_code(contact=reader.mail, code=digits, now=make.NOON))


def signed_up(kind: Kind) -> Story:
    role: Newcomer | Volunteer = make.volunteer() if kind.who is Reader.VOLUNTEER else make.newcomer()
    leave = lambda: type(role).objects.filter(pk=role.pk).update(left_on=make.MONDAY)  # noqa: E731
    return Story(role.pk, role.account, leave)


STORIES: dict[str, Callable[[Kind], Story]] = {
    "ask_if_held": meeting_over,
    "call_someone": unsafe,
    "dates_changed": dates_changed,
    "extra_meeting": meeting_ahead,
    "handed_over": reader_leaves,
    "hours_corrected": reader_leaves,
    "hours_disputed": disputed,
    "how_is_it_going": how_it_goes,
    "introduction": meeting_ahead,
    "login_code": code,
    "meeting_cancelled": meeting_off,
    "meeting_moved": meeting_ahead,
    "meetings_back": somebody_away,
    "meetings_clash": plan,
    "meetings_off": somebody_away,
    "pair_began": pair_going_on,
    "pair_ended": reader_leaves,
    "pair_needs_help": silent,
    "pair_paused": paused,
    "pair_resumed": paused,
    "pair_silent": silent,
    "pause_proposed": pause_proposed,
    "plan_changed": plan,
    "plan_made": plan,
    "proposal_offered": offered,
    "proposal_over": offer_over,
    "reminder_day_before": meeting_ahead,
    "reminder_two_hours": meeting_ahead,
    "sign_your_plan": to_sign,
    "stands_in": stands_in,
    "table_closed": seat_taken,
    "table_joined": seat_taken,
    "table_left": table_left,
    "table_offered": seat_offered,
    "table_planned": table_plan,
    "welcome_newcomer": signed_up,
    "welcome_volunteer": signed_up,
}
