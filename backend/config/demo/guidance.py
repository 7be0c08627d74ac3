"""What keeps a pair going in the past of a demo: a language plan, questions, notes, and a call for help."""

from contextlib import suppress
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from backend.config.demo.arrivals import THE_NEWCOMER
from backend.config.demo.world import World
from backend.meetings import asking, language_plans, safety, silence
from backend.meetings.models import GoalCode
from backend.pairs import casework, checks, periods, states
from backend.pairs.models import Moment, Pair, Side
from backend.people.models import Account
from backend.places.clock import local_today

LATE_IN_THE_AFTERNOON, IN_THE_EVENING = 16 * 60 + 30, 20 * 60
PLAN_AFTER, PLAN_LASTS_WEEKS = timedelta(days=9), (10, 26, 40)  # of the short ones half is in the past
SIGNS, ANSWERS, WANTS_A_CALL = 85, 70, 15  # of a hundred who are asked
ANSWERS_WITHIN = 6  # days
DAYS_SINCE_THE_REPORT = 2
GOALS = (GoalCode.DAILY_TALK, GoalCode.HEALTH_CARE, GoalCode.SHOP_MARKET, GoalCode.WORK_FINDING, GoalCode.NEIGHBOURS)
OWN_WORDS = ("Bellen met de huisarts.", "Praten met de juf van mijn zoon.", "", "De brieven van de gemeente lezen.")
NOTE = "Gesproken in het buurthuis: het gaat goed, ze willen ook samen naar de markt."
TASK = "Bel allebei: ze zagen elkaar een tijd niet."


class Guidance:
    """What the coordinator, the adviser and the two of each pair do beside the meetings."""

    def __init__(self, world: World) -> None:
        self.world = world

    def plan(self) -> None:
        """Every afternoon plans and answers; in the last days notes, a task, and somebody who does not feel safe."""
        day = self.world.first_day
        while day <= self.world.today:
            self.world.story.at(day, LATE_IN_THE_AFTERNOON, self._agree)
            self.world.story.at(day, IN_THE_EVENING, self._answer)
            day += timedelta(days=1)
        self.world.story.at(self.world.day(DAYS_SINCE_THE_REPORT), LATE_IN_THE_AFTERNOON, self._is_afraid)
        self.world.story.at(self.world.day(1), LATE_IN_THE_AFTERNOON, self._write)

    def _pairs(self) -> list[Pair]:
        """The pairs of today, in an order that is the same each time."""
        people = Pair.objects.current().select_related("newcomer__account", "volunteer__account")
        return sorted(people, key=self.world.key_of)

    def _agree(self, now: datetime) -> None:
        today = local_today(now)
        waiting = [pair for pair in self._pairs() if pair.started_on + PLAN_AFTER <= today]
        with_plan = asking.last_days([pair.pk for pair in waiting])
        for pair in waiting:
            if pair.pk not in with_plan:
                self._draw_up(pair, now)

    def _draw_up(self, pair: Pair, now: datetime) -> None:
        key, today = self.world.key_of(pair), local_today(now)
        chance = self.world.dice("language plan", key)
        with suppress(language_plans.NoDayYet, language_plans.UntilIsNotAhead, states.NotInThisState):
            made = language_plans.draw_up(
                pair_id=pair.pk,
                by=self.world.staff.coordinator,
                goals=chance.sample(GOALS, 2),
                own_words=chance.choice(OWN_WORDS),
                until_on=pair.started_on + timedelta(weeks=chance.choice(PLAN_LASTS_WEEKS)),
                request_id=self.world.request("language plan", key),
                now=now,
            )
            for who in (pair.newcomer.account, pair.volunteer.account):
                if THE_NEWCOMER in key or chance.randrange(100) < SIGNS:
                    sign = partial(self._sign, made.pk, who)
                    self.world.story.at(today + timedelta(days=1), chance.randrange(10 * 60, 21 * 60), sign)

    def _sign(self, plan_id: UUID, who: Account, now: datetime) -> None:
        with suppress(language_plans.PlanWasReplaced):
            language_plans.sign(plan_id=plan_id, by=who, now=now)

    def _answer(self, now: datetime) -> None:
        today, pairs = local_today(now), self._pairs()
        until = asking.last_days([pair.pk for pair in pairs])
        for pair, moment, sides in asking.open_questions(pairs, today):
            asked_on = checks.days_of(pair, until_on=until.get(pair.pk), of=periods.on(today))[moment]
            for side in sides:
                chance = self.world.dice("answer", moment, side, self.world.key_of(pair))
                day = asked_on + timedelta(days=chance.randrange(ANSWERS_WITHIN))
                if today == day and chance.randrange(100) < ANSWERS:
                    self._say(pair, moment, side, until_on=until.get(pair.pk), now=now)

    def _say(self, pair: Pair, moment: Moment, side: Side, *, until_on: date | None, now: datetime) -> None:
        chance = self.world.dice("words", moment, side, self.world.key_of(pair))
        is_learner = side == Side.NEWCOMER
        answers = checks.Answers(
            face=chance.choices((2, 3, 4, 5), (1, 2, 5, 4))[0],
            have_met=chance.randrange(100) < ANSWERS,
            speaking=chance.randrange(2, 5) if is_learner else None,
            taking_part=chance.randrange(2, 5) if is_learner else None,
            wants_a_call=chance.randrange(100) < WANTS_A_CALL,
        )
        by = pair.newcomer.account if is_learner else pair.volunteer.account
        checks.say(pair_id=pair.pk, by=by, moment=moment, answers=answers, until_on=until_on, now=now)

    def _write(self, now: datetime) -> None:
        """A note about the pair of the characters, and a task about the pair that was silent for longest."""
        by, today = self.world.staff.coordinator, local_today(now)
        for pair in self._pairs():
            if THE_NEWCOMER in self.world.key_of(pair):
                request_id = self.world.request("note", self.world.key_of(pair))
                casework.write(pair_id=pair.pk, by=by, text=NOTE, request_id=request_id, now=now)
        for pair in silence.silent(today)[:1]:
            casework.add_task(
                pair_id=pair.pk,
                by=by,
                text=TASK,
                due_on=today + timedelta(days=2),
                to=by.pk,
                request_id=self.world.request("task", self.world.key_of(pair)),
                now=now,
            )

    def _is_afraid(self, now: datetime) -> None:
        """One newcomer, of a pair that meets, does not feel safe; the adviser has not called yet."""
        quiet = {pair.pk for pair in silence.silent(local_today(now))}
        others = [pair for pair in self._pairs() if THE_NEWCOMER not in self.world.key_of(pair)]
        for pair in [each for each in others if each.pk not in quiet][:1]:
            request_id = self.world.request("report", self.world.key_of(pair))
            safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=request_id, now=now)
