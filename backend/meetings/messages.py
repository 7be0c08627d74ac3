"""What people hear about their meetings and hours, and what coordinators hear when something needs them.

Newcomer and volunteer get the same words at the same moments; each kind exists for both sides, because its
link leads to the reader's own page.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from backend.meetings import calendar_parts, company, days_off_words, words
from backend.meetings.models import Attendance, Meeting, MeetingSeries, SafetyReport
from backend.pairs.models import EndReason, Pair
from backend.people.models import Account, ConfidentialAdviser, Coordinator
from notifications import outbox
from notifications.kinds import (
    Context,
    ContextOf,
    Kind,
    Policy,
    Reader,
    Topic,
    Urgency,
    of_any_town,
    register,
)

Side = Attendance.Side
BothSides = Mapping[str, Kind]
PAGE_OF = {Side.NEWCOMER: "/mijn/leren/", Side.VOLUNTEER: "/mijn/helpen/"}
BOARD = "/coordinator/"
A_WEDNESDAY = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # in the samples


def _sample_meeting() -> Context:
    say = words.Words(is_rtl=get_language_bidi())
    return {
        "other_name": say.name("Ria"),
        "day": say.day(A_WEDNESDAY),
        "time": say.span(A_WEDNESDAY, A_WEDNESDAY + timedelta(minutes=90)),
        "place": say.name("De Zuidwester, Markt 1"),
    }


def _sample_table() -> Context:
    say = words.Words(is_rtl=get_language_bidi())
    return {**_sample_meeting(), "table": say.name("Taaltafel Zuid")}


def _both(
    name: str,
    context: ContextOf,
    *,
    page: str = "",
    sample: Callable[[], Context] = _sample_meeting,
    **policy: Unpack[Policy],
) -> BothSides:
    """The same kind for both sides; ``page`` is the part of the address after one's own page."""

    def path_of(side: Side) -> Callable[[UUID], str]:
        return lambda subject_id: PAGE_OF[side] + page.format(subject_id)

    return {
        side: register(
            Kind(
                name=f"{name}_{side.lower()}",
                template=f"messages/{name}",
                context=of_any_town(context),
                who=Reader(side),
                path=path_of(side),
                sample=sample,
                **policy,
            )
        )
        for side in Side
    }


def _coming(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """A meeting that goes on; None when it was called off, has no pair any more, or is not for this person."""
    meeting = Meeting.objects.for_calendar().filter(pk=meeting_id).first()
    if meeting is None or meeting.cancelled_at or not meeting.goes_on:
        return None
    if not any(each.account_id == recipient_id and each.is_expected for each in meeting.attendances.all()):
        return None
    return _of_meeting(meeting, recipient_id)


def _took_place(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """A meeting that should have been held; None when called off, answered, or when it would hurt to ask."""
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    answered = meeting.attendances.filter(account=recipient_id).exclude(answer="").exists()
    if meeting.cancelled_at or answered or (meeting.pair and not _may_be_asked(meeting.pair, meeting)):
        return None
    return _of_meeting(meeting, recipient_id)


def _may_be_asked(pair: Pair, meeting: Meeting) -> bool:
    is_over = pair.ended_on is not None and pair.ended_on < meeting.local_date
    hurts = pair.end_reason == EndReason.BOUNDARY_CROSSED or SafetyReport.objects.filter(pair=pair).exists()
    return not (is_over or hurts)


def _called_off(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    if meeting.cancelled_at is None or not meeting.goes_on:
        return None
    return _of_meeting(meeting, recipient_id)


def _of_meeting(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """``meeting`` comes with its attendances; None for who was not expected, or is alone at a language table."""
    others = company.others(meeting, recipient_id)
    is_there = any(each.account_id == recipient_id for each in meeting.attendances.all())
    if not is_there or (meeting.table_id and not others):
        return None
    with words.for_reader(recipient_id) as say:
        return {
            "other_name": say.name(company.names(others)),
            "day": say.day(meeting.starts_at),
            "time": say.span(meeting.starts_at, meeting.ends_at),
            "place": say.name(words.place_of(meeting)),
        }


def _plan(series_id: UUID, recipient_id: UUID) -> Context | None:
    """A plan that holds; None when there is a newer one, or those who would meet do not any more."""
    series = MeetingSeries.objects.get(pk=series_id)
    mine = Meeting.objects.for_calendar().filter(series=series, cancelled_at=None, attendances__account=recipient_id)
    first = mine.order_by("starts_at").first()
    if series.last_on or first is None or not first.goes_on:
        return None
    return _of_meeting(first, recipient_id)


def _table_plan(series_id: UUID, recipient_id: UUID) -> Context | None:
    series = MeetingSeries.objects.select_related("table").get(pk=series_id)
    found = _plan(series_id, recipient_id)
    if found is None or series.table is None:
        return None
    with words.for_reader(recipient_id) as say:
        return {**found, "table": say.name(series.table.name)}


def _moved(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """Where a meeting is now; None when it is off, or was moved back into the plan by nobody."""
    meeting = Meeting.objects.get(pk=meeting_id)
    return _coming(meeting_id, recipient_id) if meeting.is_on_a_chosen_day else None


def _disputed(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    meeting = Meeting.objects.get(pk=meeting_id)
    with words.for_reader(recipient_id) as say:
        return {"day": say.day(meeting.starts_at)}


def _corrected(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    return _of_meeting(meeting, recipient_id)


def _clash(series_id: UUID, recipient_id: UUID) -> Context | None:
    series = MeetingSeries.objects.select_related("pair").get(pk=series_id)
    return {} if series.last_on is None and (series.pair is None or series.pair.is_current) else None


def _call(report_id: UUID, recipient_id: UUID) -> Context | None:
    return {} if SafetyReport.objects.filter(pk=report_id, called_at=None).exists() else None


def _to_board(
    name: str, context: ContextOf, *, sample: Callable[[], Context] = dict, **policy: Unpack[Policy]
) -> Kind:
    return register(
        Kind(
            name=name,
            template=f"messages/{name}",
            context=of_any_town(context),
            who=Reader.COORDINATOR,
            path=lambda _subject_id: BOARD,
            sample=sample,
            **policy,
        )
    )


REMINDER_DAY_BEFORE = _both(
    "reminder_day_before",
    _coming,
    lifetime=timedelta(hours=24),
    when=_("The evening before a meeting, at 18:00."),
    topic=Topic.REMINDERS,
)
REMINDER_TWO_HOURS = _both(
    "reminder_two_hours",
    _coming,
    lifetime=timedelta(minutes=90),
    when=_("Two hours before a meeting."),
    topic=Topic.REMINDERS,
)
ASK_IF_HELD = _both(
    "ask_if_held",
    _took_place,
    page="afspraak/{}/",
    lifetime=timedelta(days=7),
    when=_("After a meeting, to whoever has not said yet whether it was held."),
    topic=Topic.QUESTIONS,
)
MEETING_CANCELLED = _both(
    "meeting_cancelled",
    _called_off,
    lifetime=timedelta(days=1),
    when=_("As soon as a meeting is called off."),
    urgency=Urgency.NOW,
    calendar=calendar_parts.of_one,
)
PLAN_MADE = _both(
    "plan_made",
    _plan,
    lifetime=timedelta(days=2),
    when=_("When a new pair has a weekly day and time."),
    calendar=calendar_parts.of_plan,
)
TABLE_PLANNED = _both(
    "table_planned",
    _table_plan,
    lifetime=timedelta(days=2),
    when=_("When somebody has a place at the meetings of a language table, or it gets another day, time or place."),
    sample=_sample_table,
    calendar=calendar_parts.of_plan,
)
PLAN_CHANGED = _both(
    "plan_changed",
    _plan,
    lifetime=timedelta(days=2),
    when=_("When a pair gets another day, time or place."),
    calendar=calendar_parts.of_plan,
)
MEETING_MOVED = _both(
    "meeting_moved",
    _moved,
    lifetime=timedelta(days=1),
    when=_("As soon as one meeting gets another day, time or place."),
    urgency=Urgency.NOW,
    calendar=calendar_parts.of_one,
)
EXTRA_MEETING = _both(
    "extra_meeting",
    _coming,
    lifetime=timedelta(days=1),
    when=_("As soon as one extra meeting is planned."),
    calendar=calendar_parts.of_one,
)
MEETINGS_OFF = _both(
    "meetings_off",
    days_off_words.off,
    lifetime=timedelta(days=3),
    when=_("When one of a pair is away, or their house is closed, on days on which they would meet."),
    sample=days_off_words.sample,
    calendar=calendar_parts.of_days,
)
MEETINGS_BACK = _both(
    "meetings_back",
    days_off_words.back,
    lifetime=timedelta(days=3),
    when=_("When somebody is there after all, or a house is open after all."),
    sample=days_off_words.sample,
    calendar=calendar_parts.of_days,
)
HOURS_DISPUTED = _to_board(
    "hours_disputed",
    _disputed,
    lifetime=timedelta(days=7),
    when=_("When one of a pair says that they met and the other that they did not."),
    sample=_sample_meeting,
)
HOURS_CORRECTED = register(
    Kind(
        name="hours_corrected",
        template="messages/hours_corrected",
        lifetime=timedelta(days=14),
        context=of_any_town(_corrected),
        who=Reader.VOLUNTEER,
        when=_("When a coordinator has corrected the hours of a meeting."),
        path=lambda _meeting_id: "/mijn/helpen/uren/",
        sample=_sample_meeting,
    )
)
MEETINGS_CLASH = _to_board(
    "meetings_clash",
    _clash,
    lifetime=timedelta(days=7),
    when=_("When a plan falls on a day on which one of the pair is in another meeting."),
)
CALL_SOMEONE = _to_board(
    "call_someone",
    _call,
    lifetime=timedelta(days=7),
    when=_("As soon as somebody does not feel safe, in a town without a confidential adviser."),
    urgency=Urgency.NOW,
)
CALL_AS_ADVISER = register(
    Kind(
        name="call_as_adviser",
        template="messages/call_someone",
        lifetime=timedelta(days=7),
        context=of_any_town(_call),
        who=Reader.ADVISER,
        when=_("As soon as somebody says that he or she does not feel safe."),
        path=lambda _report_id: "/vertrouwenspersoon/",
        sample=dict,
        urgency=Urgency.NOW,
    )
)


def owe_a_call(*, report_id: UUID, town: str, now: datetime) -> None:
    """To the confidential advisers of the open town; where there is none, to its coordinators."""
    advisers = ConfidentialAdviser.objects.filter(until=None).order_by().values_list("account", flat=True)
    for account_id in set(advisers):
        outbox.owe(CALL_AS_ADVISER, recipient_id=account_id, subject_id=report_id, now=now, municipality=town)
    if not advisers:
        owe_to_coordinators(CALL_SOMEONE, town=town, subject_id=report_id, now=now)


def owe_to_coordinators(kind: Kind, *, town: str, subject_id: UUID, now: datetime) -> None:
    """To everybody who coordinates in the open town."""
    accounts = Coordinator.objects.filter(until=None).order_by().values_list("account", flat=True)
    for account_id in set(accounts):
        outbox.owe(kind, recipient_id=account_id, subject_id=subject_id, now=now, municipality=town)


def owe_to_pair(
    kinds: BothSides, *, pair: Pair, subject_id: UUID, now: datetime, but: Account | None = None, occurrence: str = ""
) -> None:
    """To both of a pair, or only to the other one when one of the two did it."""
    owe_to_pairs(kinds, about=[(pair, subject_id)], now=now, but=but, occurrence=occurrence)


def owe_to_pairs(
    kinds: BothSides,
    *,
    about: Iterable[tuple[Pair, UUID]],
    now: datetime,
    but: Account | None = None,
    occurrence: str = "",
) -> None:
    """The same for many pairs, each with its subject, in one statement."""
    outbox.owe_many(
        outbox.message(
            kinds[side],
            recipient_id=account_id,
            subject_id=subject_id,
            now=now,
            municipality=pair.municipality_id,
            occurrence=occurrence,
        )
        for pair, subject_id in about
        for side, account_id in (
            (Side.NEWCOMER, pair.newcomer.account_id),
            (Side.VOLUNTEER, pair.volunteer.account_id),
        )
        if but is None or account_id != but.pk
    )


def owe_to_people(
    kinds: BothSides,
    people: Iterable[tuple[str, UUID]],
    *,
    town: str,
    subject_id: UUID,
    now: datetime,
    but: Account | None = None,
    occurrence: str = "",
) -> None:
    """To each of these people, on his or her side of a meeting."""
    outbox.owe_many(
        outbox.message(
            kinds[side],
            recipient_id=account_id,
            subject_id=subject_id,
            now=now,
            municipality=town,
            occurrence=occurrence,
        )
        for side, account_id in people
        if but is None or account_id != but.pk
    )


def owe_corrected(of: Attendance, *, now: datetime, occurrence: str) -> None:
    """To the volunteer whose hours a coordinator corrected."""
    outbox.owe(
        HOURS_CORRECTED,
        recipient_id=of.account_id,
        subject_id=of.meeting_id,
        now=now,
        municipality=of.municipality_id,
        occurrence=occurrence,
    )
