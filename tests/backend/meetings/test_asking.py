"""How is it going? Both are asked at set moments; each answer is read by a coordinator and never by the other one."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import asking, safety
from backend.pairs import checks, pauses, periods
from backend.pairs.checks import Answers
from backend.pairs.models import Moment, Pair, PairCheck
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
GOOD = Answers(face=5, have_met=True, speaking=2, taking_part=3)


def began(ago, **about):
    return make.pair(started_on=make.MONDAY - ago, **about)


def say(pair, by, moment=Moment.START, answers=GOOD):
    return asking.answer(pair_id=pair.pk, by=by.account, moment=moment, answers=answers, now=make.NOON)


class TestWhen:
    @pytest.mark.parametrize(
        ("ago", "moment"),
        [
            (9 * DAY, None),
            (10 * DAY, "START"),
            (38 * DAY, None),
            (13 * WEEK, "EVALUATION"),
            (26 * WEEK, "HALF"),
            (52 * WEEK, "END"),
        ],
    )
    def test_ten_days_thirteen_weeks_half_way_and_at_the_end(self, ago, moment):
        asked = checks.asked_on(began(ago), make.MONDAY, until_on=None, of=periods.Periods())

        assert asked == moment

    def test_half_way_takes_the_place_of_the_evaluation_when_they_nearly_coincide(self):
        pair = began(13 * WEEK)

        asked = checks.asked_on(pair, make.MONDAY, until_on=pair.started_on + 26 * WEEK, of=periods.Periods())

        assert asked == Moment.HALF

    def test_a_pair_that_ended_is_asked_about_the_end_alone(self):
        pair = began(12 * DAY, ended_on=make.MONDAY, end_reason="TOO_BUSY")

        assert checks.asked_on(pair, make.MONDAY, until_on=None, of=periods.Periods()) == Moment.END


class TestAsking:
    def test_both_get_one_message_a_moment(self):
        pair = began(10 * DAY)

        assert [asking.ask(now=make.NOON + minutes * timedelta(minutes=1)) for minutes in range(2)] == [2, 0]

        people = set(Message.objects.values_list("recipient_id", flat=True))
        assert people == {pair.newcomer.account_id, pair.volunteer.account_id}

    def test_who_has_answered_is_not_asked_any_more(self):
        pair = began(10 * DAY)
        asking.ask(now=make.NOON)

        say(pair, pair.newcomer)

        waiting = Message.objects.unsettled().values_list("recipient_id", flat=True)
        assert list(waiting) == [pair.volunteer.account_id]
        assert [sides for _pair, _moment, sides in asking.open_questions([pair], make.MONDAY)] == [["VOLUNTEER"]]

    @pytest.mark.parametrize("why", ["pause", "apart", "hurt"])
    def test_nobody_is_asked_when_it_would_hurt_or_there_is_nothing_to_say(self, why):
        pair, request_id = began(10 * DAY), uuid.uuid4()
        by = pair.newcomer.account
        if why == "pause":
            days = {"from_on": make.MONDAY, "until_on": make.MONDAY + WEEK}
            pauses.ask(pair_id=pair.pk, by=by, request_id=request_id, now=make.NOON, **days)
        elif why == "apart":
            safety.report(pair_id=pair.pk, by=by, request_id=request_id, now=make.NOON)
        else:
            Pair.objects.update(ended_on=make.MONDAY, end_reason="BOUNDARY_CROSSED")

        assert asking.ask(now=make.NOON) == 0


class TestAnswering:
    def test_the_first_answer_of_a_side_stays(self):
        pair = began(10 * DAY)

        first, second = (say(pair, pair.newcomer, answers=Answers(face=face)) for face in (4, 1))

        assert first == second
        assert PairCheck.objects.get().face == 4

    def test_a_volunteer_does_not_score_the_newcomer(self):
        pair = began(10 * DAY)

        said = say(pair, pair.volunteer)

        assert (said.face, said.speaking, said.taking_part) == (5, None, None)

    def test_is_not_possible_when_nothing_is_asked(self):
        pair = began(20 * WEEK)

        with pytest.raises(checks.NotAskedNow):
            say(pair, pair.newcomer)

    @pytest.mark.parametrize("score", [0, 6])
    def test_faces_are_one_to_five(self, score):
        pair = began(10 * DAY)

        with pytest.raises(checks.FacesAreOneToFive):
            say(pair, pair.newcomer, answers=Answers(face=score))

    def test_is_seen_by_who_said_it_and_the_coordinator_never_by_the_other(self):
        pair = began(10 * DAY)
        say(pair, pair.newcomer)
        people = [pair.newcomer, make.coordinator(), pair.volunteer, make.programme_manager()]

        seen = [PairCheck.objects.visible_to(role.account).exists() for role in people]

        assert seen == [True, True, False, False]
        with pytest.raises(Pair.DoesNotExist):
            say(pair, make.newcomer())


class TestTheProgramme:
    def scored(self, count):
        for _ in range(count):
            pair = began(10 * DAY)
            say(pair, pair.newcomer)

    def test_tells_nothing_of_fewer_than_five(self):
        self.scored(4)

        assert checks.progress() == []

    def test_tells_means_and_how_many_of_five_or_more(self):
        self.scored(5)

        [row] = checks.progress()
        assert (row.moment, row.people, row.speaking, row.taking_part) == ("START", 5, 2.0, 3.0)
