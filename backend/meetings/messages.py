"""What people hear about their meetings and hours, and what coordinators hear when something needs them.

Newcomer and volunteer get the same words at the same moments; each kind exists for both sides, because its
link leads to the reader's own page.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from backend.meetings import calendar_parts, company, days_off_words, held_words, message_words, words
from backend.meetings.models import Attendance
from backend.pairs.models import Pair
from backend.people.models import Account, ConfidentialAdviser, Coordinator
from notifications import address_book, outbox
from notifications.kinds import (
    Context,
    ContextOf,
    Kind,
    Policy,
    Reader,
    Topic,
    Urgency,
    register,
)
from notifications.models import Message

Side = Attendance.Side
BothSides = Mapping[str, Kind]
PAGE_OF = {Side.NEWCOMER: "/mijn/leren/", Side.VOLUNTEER: "/mijn/helpen/"}
BOARD = "/coordinator/"
A_WEDNESDAY = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)  # in the samples


def sample_meeting() -> Context:
    """A Wednesday with somebody at a house."""
    say = words.Words(is_rtl=get_language_bidi())
    return {
        "other_name": say.name("Ria"),
        "day": say.day(A_WEDNESDAY),
        "time": say.span(A_WEDNESDAY, A_WEDNESDAY + timedelta(minutes=90)),
        "place": say.name("De Zuidwester, Markt 1"),
    }


def sample_held() -> Context:
    """The same when it is over: did you meet?"""
    found = sample_meeting()
    how = held_words.WORDS[company.Part.OF_A_PAIR]
    return {**found, **how.in_a_message({**found, "name": found["other_name"]})}


def sample_table() -> Context:
    """The same at a language table."""
    say = words.Words(is_rtl=get_language_bidi())
    return {**sample_meeting(), "table": say.name("Taaltafel Zuid")}


def _both(
    name: str,
    context: ContextOf,
    *,
    page: str = "",
    sample: Callable[[], Context] = sample_meeting,
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
                context=context,
                who=Reader(side),
                path=path_of(side),
                sample=sample,
                **policy,
            )
        )
        for side in Side
    }


def _to_board(
    name: str, context: ContextOf, *, sample: Callable[[], Context] = dict, **policy: Unpack[Policy]
) -> Kind:
    return register(
        Kind(
            name=name,
            template=f"messages/{name}",
            context=context,
            who=Reader.COORDINATOR,
            path=lambda _subject_id: BOARD,
            sample=sample,
            **policy,
        )
    )


REMINDER_DAY_BEFORE = _both(
    "reminder_day_before",
    message_words.COMING,
    lifetime=timedelta(hours=24),
    when=_("The evening before a meeting, at 18:00."),
    topic=Topic.REMINDERS,
)
REMINDER_TWO_HOURS = _both(
    "reminder_two_hours",
    message_words.COMING,
    lifetime=timedelta(minutes=90),
    when=_("Two hours before a meeting."),
    topic=Topic.REMINDERS,
)
ASK_IF_HELD = _both(
    "ask_if_held",
    message_words.TOOK_PLACE,
    page="afspraak/{}/",
    sample=sample_held,
    lifetime=timedelta(days=7),
    when=_("After a meeting, to whoever has not said yet whether it was held."),
    topic=Topic.QUESTIONS,
)
MEETING_CANCELLED = _both(
    "meeting_cancelled",
    message_words.CALLED_OFF,
    lifetime=timedelta(days=1),
    when=_("As soon as a meeting is called off."),
    urgency=Urgency.NOW,
    calendar=calendar_parts.of_one,
)
PLAN_MADE = _both(
    "plan_made",
    message_words.PLAN,
    lifetime=timedelta(days=2),
    when=_("When a new pair has a weekly day and time."),
    calendar=calendar_parts.of_plan,
)
TABLE_PLANNED = _both(
    "table_planned",
    message_words.TABLE_PLAN,
    lifetime=timedelta(days=2),
    when=_("When somebody has a place at the meetings of a language table, or it gets another day, time or place."),
    sample=sample_table,
    calendar=calendar_parts.of_plan,
)
PLAN_CHANGED = _both(
    "plan_changed",
    message_words.PLAN,
    lifetime=timedelta(days=2),
    when=_("When a pair gets another day, time or place."),
    calendar=calendar_parts.of_plan,
)
MEETING_MOVED = _both(
    "meeting_moved",
    message_words.MOVED,
    lifetime=timedelta(days=1),
    when=_("As soon as one meeting gets another day, time or place."),
    urgency=Urgency.NOW,
    calendar=calendar_parts.of_one,
)
EXTRA_MEETING = _both(
    "extra_meeting",
    message_words.COMING,
    lifetime=timedelta(days=1),
    when=_("As soon as one extra meeting is planned."),
    calendar=calendar_parts.of_one,
)
MEETINGS_OFF = _both(
    "meetings_off",
    days_off_words.OFF,
    lifetime=timedelta(days=3),
    when=_("When one of a pair is away, or their house is closed, on days on which they would meet."),
    sample=days_off_words.sample,
    calendar=calendar_parts.of_days,
)
MEETINGS_BACK = _both(
    "meetings_back",
    days_off_words.BACK,
    lifetime=timedelta(days=3),
    when=_("When somebody is there after all, or a house is open after all."),
    sample=days_off_words.sample,
    calendar=calendar_parts.of_days,
)
HOURS_DISPUTED = _to_board(
    "hours_disputed",
    message_words.IN_DISPUTE,
    lifetime=timedelta(days=7),
    when=_("When one of a pair says that they met and the other that they did not."),
    sample=sample_meeting,
)
HOURS_CORRECTED = register(
    Kind(
        name="hours_corrected",
        template="messages/hours_corrected",
        lifetime=timedelta(days=14),
        context=message_words.CORRECTED,
        who=Reader.VOLUNTEER,
        when=_("When a coordinator has corrected the hours of a meeting."),
        path=lambda _meeting_id: "/mijn/helpen/uren/",
        sample=sample_meeting,
    )
)
MEETINGS_CLASH = _to_board(
    "meetings_clash",
    message_words.CLASH,
    lifetime=timedelta(days=7),
    when=_("When a plan falls on a day on which one of the pair is in another meeting."),
)
CALL_SOMEONE = _to_board(
    "call_someone",
    message_words.CALL,
    lifetime=timedelta(days=7),
    when=_("As soon as somebody does not feel safe, in a town without a confidential adviser."),
    urgency=Urgency.NOW,
)
CALL_AS_ADVISER = register(
    Kind(
        name="call_as_adviser",
        template="messages/call_someone",
        lifetime=timedelta(days=7),
        context=message_words.CALL,
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
        message
        for pair, subject_id in about
        for message in _to_people(
            kinds,
            people_of(pair),
            town=pair.municipality_id,
            subject_id=subject_id,
            now=now,
            but=but,
            occurrence=occurrence,
        )
    )


def people_of(pair: Pair) -> list[tuple[str, UUID]]:
    """Both of a pair, each with his or her side."""
    return [(Side.NEWCOMER, pair.newcomer.account_id), (Side.VOLUNTEER, pair.volunteer.account_id)]


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
        _to_people(kinds, people, town=town, subject_id=subject_id, now=now, but=but, occurrence=occurrence)
    )


def _to_people(
    kinds: BothSides,
    people: Iterable[tuple[str, UUID]],
    *,
    town: str,
    subject_id: UUID,
    now: datetime,
    but: Account | None,
    occurrence: str,
) -> Iterator[Message]:
    for side, account_id in people:
        if but is None or account_id != but.pk:
            yield outbox.message(
                kinds[side],
                recipient_id=account_id,
                subject_id=subject_id,
                now=now,
                municipality=town,
                occurrence=occurrence,
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


def owe_to_doer(
    kinds: BothSides,
    people: Iterable[tuple[str, UUID]],
    *,
    by: Account,
    town: str,
    subject_id: UUID,
    now: datetime,
    occurrence: str = "",
) -> None:
    """To who did it as well, by mail only: the same words, with which the own calendar hears of it (RFC 5546).

    Somebody without a mail address has seen it on the page and has no such calendar; a coordinator is not invited.
    """
    side = {account_id: side for side, account_id in people}.get(by.pk)
    address = address_book.addresses([by.pk]).get(by.pk)
    if side is None or address is None or not address.mail:
        return
    outbox.owe(
        kinds[side],
        recipient_id=by.pk,
        subject_id=subject_id,
        now=now,
        municipality=town,
        occurrence=occurrence,
        channel="mail",
    )
