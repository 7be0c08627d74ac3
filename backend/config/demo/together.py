"""How pairs fare in the past of a demo: meetings held and missed, hours, silence and ends."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any
from uuid import UUID

from backend.config.demo.arrivals import THE_NEWCOMER
from backend.config.demo.story import Deed
from backend.config.demo.world import World
from backend.meetings import attendance, ledger, planning
from backend.meetings.limits import SHORTEST
from backend.meetings.models import Attendance, HoursEntry, Meeting, MeetingSeries
from backend.pairs import life
from backend.pairs.models import EndReason, Pair
from backend.people.models import Account
from backend.places.clock import local_today

Answer = Attendance.Answer

BREAKFAST, AFTERNOON, LATE, NIGHT = 7 * 60 + 30, 15 * 60, 22 * 60, 23 * 60 + 45

# of a hundred meetings: called off by the one or the other, then missed; one newcomer in five misses more
CALLED_OFF_BY_NEWCOMER, CALLED_OFF_BY_VOLUNTEER, MISSED = 10, 6, 6
MISSED_BY_SOME = 30
# of a hundred answers about a meeting: within three days, later, never
SOON, LATER = 65, 22
DISPUTED = 2
CONFIRMED_BY_COORDINATOR = 25  # of those that the newcomer said nothing about
SOONEST_DECISION = 10  # days after the meeting
ONE_SILENT_OF = 7  # pairs
SILENT_FOR_DAYS = (25, 60)
SOME = 0.2
SETTLED = 0.5  # of the disputes

ENDED_BY_WEEK = {4: 9, 13: 22, 26: 42, 52: 68}  # of a hundred pairs
EARLY_ENDS: Mapping[EndReason, int] = {
    EndReason.TIMES_DO_NOT_FIT: 21,
    EndReason.FOUND_WORK: 18,
    EndReason.NO_CONTACT: 15,
    EndReason.ILLNESS: 12,
    EndReason.MOVED: 9,
    EndReason.NO_CLICK: 9,
    EndReason.LEVEL_MISMATCH: 6,
    EndReason.UNKNOWN: 6,
    EndReason.TOO_FAR: 4,
}
GOOD_ENDS: Mapping[EndReason, int] = {
    EndReason.GOAL_REACHED: 5,
    EndReason.COMPLETED: 3,
    EndReason.FOUND_WORK: 2,
}


@dataclass(frozen=True, kw_only=True)
class Temper:
    """How a pair is: how many of a hundred meetings it misses, and from when on nobody hears of it."""

    misses: int
    silent_from: date
    is_fixed: bool


class Company:
    """The pairs of the demo and what becomes of them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tempers: dict[UUID, Temper] = {}
        self._plans_are_due = False
        self._known_clashes: set[UUID] = set()

    def plan(self) -> None:
        """Look every morning at the meetings of the day, and every night at the plans when pairs changed."""
        day = self.world.first_day
        while day <= self.world.today:
            self.world.story.at(day, BREAKFAST, self._morning)
            self.world.story.at(day, NIGHT, self._night)
            day += timedelta(days=1)

    def begin(self, pair: Pair, *, now: datetime) -> None:
        """A pair has just begun: it gets its plan, and perhaps its end."""
        self._plans_are_due = True
        if pair.volunteer.capacity > 1:  # of two pairs of one volunteer the first to begin gets the hour
            planning.plan_due(now)
        key = self.world.key_of(pair)
        chance = self.world.dice("pair", key)
        is_fixed = THE_NEWCOMER in key
        is_silent = not is_fixed and len(self.tempers) % ONE_SILENT_OF == 1
        self.tempers[pair.pk] = Temper(
            misses=MISSED_BY_SOME if chance.random() < SOME else MISSED,
            silent_from=self._falls_silent(pair, chance) if is_silent else date.max,
            is_fixed=is_fixed,
        )
        if not is_fixed and not is_silent:
            self._plan_end(pair, chance)

    def _falls_silent(self, pair: Pair, chance: Random) -> date:
        some_time_ago = self.world.day(chance.randrange(*SILENT_FOR_DAYS))
        return max(pair.started_on + timedelta(weeks=2), some_time_ago)

    def _plan_end(self, pair: Pair, chance: Random) -> None:
        when = chance.randrange(100)
        from_week = 1
        for week, of_a_hundred in ENDED_BY_WEEK.items():
            if when < of_a_hundred:
                day = pair.started_on + timedelta(days=chance.randrange(from_week * 7, week * 7))
                is_good = week > 13 and chance.random() < 0.5
                reasons = GOOD_ENDS if is_good else EARLY_ENDS
                reason = chance.choices(list(reasons), weights=list(reasons.values()))[0]
                self.world.story.at(day, AFTERNOON, partial(self._end, pair.pk, reason))
                return
            from_week = week

    def _end(self, pair_id: UUID, reason: EndReason, now: datetime) -> None:
        if Pair.objects.get(pk=pair_id).is_current:
            by = self.world.staff.coordinator
            life.end(pair_id=pair_id, by=by, on=local_today(now), reason=reason, now=now)
            self._plans_are_due = True

    def _night(self, now: datetime) -> None:
        is_monday = local_today(now).weekday() == 0
        if self._plans_are_due or is_monday:
            planning.plan_due(now)
            tomorrow = local_today(now) + timedelta(days=1)
            self.world.story.at(tomorrow, AFTERNOON, self._settle_clashes)
        self._plans_are_due = False

    def _settle_clashes(self, now: datetime) -> None:
        """Two who have no other hour together stop after some days, with the coordinator."""
        new = MeetingSeries.objects.filter(last_on=None, planned_by=None, table=None, clashes__isnull=False)
        clashing = new.exclude(pk__in=self._known_clashes).distinct()
        people = clashing.select_related("pair__newcomer", "pair__volunteer")
        for pair, series in sorted(((each.pair, each) for each in people if each.pair), key=self._by_pair):
            self._known_clashes.add(series.pk)
            stop = partial(self._end, pair.pk, EndReason.TIMES_DO_NOT_FIT)
            self.world.story.at(local_today(now) + timedelta(days=3), AFTERNOON, stop)

    def _by_pair(self, row: tuple[Pair, MeetingSeries]) -> str:
        return self.world.key_of(row[0])

    def _morning(self, now: datetime) -> None:
        of_today = Meeting.objects.going_on().filter(local_date=local_today(now), pair__in=self.tempers)
        people = of_today.select_related("pair__newcomer__account", "pair__volunteer__account")
        for meeting in sorted(people, key=lambda meeting: self.world.key_of(meeting.of_pair)):
            temper = self.tempers[meeting.of_pair.pk]
            if meeting.local_date < temper.silent_from:
                self._see(meeting, temper, now)

    def _see(self, meeting: Meeting, temper: Temper, now: datetime) -> None:
        pair = meeting.of_pair
        chance = self.world.dice("meeting", self.world.key_of(pair), meeting.local_date)
        kind = 100 if temper.is_fixed else chance.randrange(100)
        if kind < CALLED_OFF_BY_NEWCOMER:
            planning.cancel(meeting_id=meeting.pk, by=pair.newcomer.account, now=now)
        elif kind < CALLED_OFF_BY_NEWCOMER + CALLED_OFF_BY_VOLUNTEER:
            planning.cancel(meeting_id=meeting.pk, by=pair.volunteer.account, now=now)
        else:
            missed = kind < CALLED_OFF_BY_NEWCOMER + CALLED_OFF_BY_VOLUNTEER + temper.misses
            self._plan_words(meeting, temper, chance, held=not missed)

    def _plan_words(self, meeting: Meeting, temper: Temper, chance: Random, *, held: bool) -> None:
        """What the two say afterwards, and what a coordinator does when the newcomer says nothing."""
        answer = Answer.HELD if held else Answer.NOT_HELD
        minutes = max(meeting.minutes - chance.choice((0, 0, 0, 0, 15, 30)), SHORTEST) if held else None
        pair = meeting.of_pair
        of_volunteer = partial(self._say, meeting.pk, pair.volunteer.account, answer=answer, minutes=minutes)
        said = self._plan_word(meeting, chance, of_volunteer, is_sure=temper.is_fixed)

        disputes = held and not temper.is_fixed and chance.randrange(100) < DISPUTED
        theirs = Answer.NOT_HELD if disputes else answer
        of_newcomer = partial(self._say, meeting.pk, meeting.of_pair.newcomer.account, answer=theirs)
        is_last_of_fixed = temper.is_fixed and meeting.local_date > self.world.day(7)
        also = not is_last_of_fixed and self._plan_word(meeting, chance, of_newcomer, is_sure=temper.is_fixed)

        by_coordinator = chance.randrange(100) < CONFIRMED_BY_COORDINATOR
        settles = chance.random() < SETTLED if disputes else by_coordinator and not also
        if held and said and settles:
            day = meeting.local_date + timedelta(days=SOONEST_DECISION + chance.randrange(7))
            self.world.story.at(day, AFTERNOON, partial(self._decide, meeting.pk, disputes))

    def _plan_word(self, meeting: Meeting, chance: Random, word: Deed, *, is_sure: bool) -> bool:
        kind = 0 if is_sure else chance.randrange(100)
        if kind >= SOON + LATER:
            return False
        days = 0 if is_sure else chance.randrange(3) if kind < SOON else chance.randrange(3, 10)
        minute = LATE + chance.randrange(90) if days == 0 else chance.randrange(10 * 60, LATE)
        self.world.story.at(meeting.local_date + timedelta(days=days), minute, word)
        return True

    def _say(
        self, meeting_id: UUID, who: Account, now: datetime, *, answer: Answer, minutes: int | None = None
    ) -> None:
        with suppress(attendance.MeetingWasCancelled):
            attendance.answer(
                meeting_id=meeting_id,
                by=who,
                answer=answer,
                minutes=minutes,
                request_id=self.world.request("word", meeting_id, who.pk),
                now=now,
            )

    def _decide(self, meeting_id: UUID, is_disputed: bool, now: datetime) -> None:
        """The coordinator called both, and settles a dispute or speaks for a newcomer who said nothing."""
        by, request_id = self.world.staff.coordinator, self.world.request("decision", meeting_id)
        about: dict[str, Any] = {"meeting_id": meeting_id, "by": by, "request_id": request_id, "now": now}
        with suppress(attendance.NothingToConfirm, ledger.ClaimIsInAnotherState):
            if is_disputed:
                attendance.resolve(**about, outcome=HoursEntry.Outcome.STANDS, reason="Beiden gebeld.")
            else:
                attendance.confirm_for(**about, reason="De nieuwkomer bevestigde het aan de telefoon.")
