"""The introduction of a pair: one of its first meetings, at which a coordinator is present (koppelingsgesprek)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from backend.meetings import calendar_parts, company, moving, planning, venues, words
from backend.meetings.models import Introduction, Meeting
from backend.pairs.locking import locked_pair
from backend.pairs.messages import owe_to_both
from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.places.clock import local_today
from backend.places.models import ZONE, CommunityCentre
from backend.privacy import audit
from notifications.kinds import About, CalendarPart, Context, Kind, Reader, Urgency, register, rows

SUGGESTED = 3


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A meeting that is planned anyway, at the coordinator's own house when that is open then."""

    meeting: Meeting
    house: CommunityCentre | None


def _introductions() -> QuerySet[Introduction]:
    found = Introduction.objects.select_related("coordinator", "meeting__pair", "meeting__table", "meeting__centre")
    return found.prefetch_related("meeting__attendances__account")


def _introduction(introduction: Introduction, recipient_id: UUID) -> Context | None:
    meeting = introduction.meeting
    if meeting.cancelled_at or not meeting.goes_on:
        return None
    others = [each for each in meeting.attendances.all() if each.account_id != recipient_id]
    with words.for_reader(recipient_id) as say:
        return {
            "other_name": say.name(company.names(sorted(others, key=lambda each: each.account.call_name))),
            "coordinator": say.name(introduction.coordinator.call_name),
            "day": say.day(meeting.starts_at),
            "time": say.span(meeting.starts_at, meeting.ends_at),
            "place": say.name(words.place_of(meeting)),
        }


def _of_introduction(introduction_id: UUID, recipient_id: UUID, owed_at: datetime) -> Sequence[CalendarPart]:
    with scopes_disabled():
        meeting_id = Introduction.objects.values_list("meeting_id", flat=True).get(pk=introduction_id)
    return calendar_parts.of_one(meeting_id, recipient_id, owed_at)


def _sample() -> Context:
    return {
        "other_name": "Ria",
        "coordinator": "Fatma",
        "day": "25-11-2026",
        "time": "18:00 – 19:30",
        "place": "De Zuidwester, Markt 1",
    }


INTRODUCTION = register(
    Kind(
        name="introduction",
        template="messages/introduction",
        lifetime=timedelta(days=7),
        context=About(rows(_introductions), _introduction),
        who=Reader.EITHER,
        when=_("When a coordinator has chosen the day of the introduction."),
        path=lambda _introduction_id: "/mijn/",
        sample=_sample,
        urgency=Urgency.CALM,
        calendar=_of_introduction,
    )
)


def suggestions(*, pair: Pair, by: Account, now: datetime) -> list[Suggestion]:
    """The next meetings of a pair as days for its introduction, soonest first."""
    coming = Meeting.objects.going_on().after(now).filter(pair=pair, starts_at__gt=now).select_related("centre")
    own = Coordinator.objects.filter(account=by, until=None, centre__isnull=False).select_related("centre").first()
    houses = venues.Houses(local_today(now))
    return [
        Suggestion(meeting=meeting, house=_house(meeting, own.centre if own else None, houses))
        for meeting in coming[:SUGGESTED]
    ]


def _house(meeting: Meeting, own: CommunityCentre | None, houses: venues.Houses) -> CommunityCentre | None:
    starts = meeting.starts_at.astimezone(_zone())
    is_open = houses.open_at(weekday=meeting.local_date.weekday(), starts=starts.time(), minutes=meeting.minutes)
    return own if own and own in list(is_open) else meeting.centre


@transaction.atomic
def arrange(*, pair_id: UUID, by: Account, meeting_id: UUID, request_id: UUID, now: datetime) -> Introduction:
    """This meeting is the introduction, and ``by`` is there; earlier ones are off. Twice is harmless.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        NotAheadOfUs: not a meeting of this pair that is still to come.
        CentreIsClosed, InAnotherMeetingThen, SomebodyIsAway, NoMeetingsNow, PairHasEnded: as for a move.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    pair = locked_pair(pair_id, by)
    known = Introduction.objects.filter(pair=pair).select_related("meeting").first()
    if known and (known.meeting_id, known.coordinator_id) == (meeting_id, by.pk):
        return known
    planning.may_meet(pair, by=by)
    offered = {each.meeting.pk: each for each in suggestions(pair=pair, by=by, now=now)}
    if meeting_id not in offered:
        raise moving.NotAheadOfUs
    meeting, house = offered[meeting_id].meeting, offered[meeting_id].house
    if house and house != meeting.centre:
        moving.move(meeting_id=meeting.pk, by=by, to=_slot_at(meeting, house), request_id=request_id, now=now)
    for earlier in offered.values():
        if earlier.meeting.starts_at < meeting.starts_at:
            planning.cancel(meeting_id=earlier.meeting.pk, by=by, now=now)
    about = {"municipality_id": pair.municipality_id, "meeting_id": meeting.pk, "coordinator": by, "arranged_at": now}
    made, _is_new = Introduction.objects.update_or_create(pair=pair, defaults=about)
    owe_to_both(INTRODUCTION, of=pair, now=now, subject_id=made.pk, occurrence=str(meeting.pk))
    audit.note(deed="introduction arranged", about=made, town=pair.municipality_id, by=by.pk, now=now)
    return made


def _slot_at(meeting: Meeting, house: CommunityCentre) -> moving.Slot:
    starts = meeting.starts_at.astimezone(_zone())
    return moving.Slot(on=meeting.local_date, starts_local=starts.time(), minutes=meeting.minutes, centre_id=house.pk)


def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)
