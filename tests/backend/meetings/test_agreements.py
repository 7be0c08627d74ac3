"""The introduction with a coordinator, and the language plan that both sign with one tap."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import introductions, language_plans, moving, planning
from backend.meetings.models import Introduction, LanguagePlan, Meeting
from backend.pairs.models import Pair
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)
SUMMER = make.MONDAY + 200 * DAY


def draw_up(pair, by, **about):
    given = {"goals": ["HEALTH_CARE", "DAILY_TALK"], "until_on": SUMMER, "request_id": uuid.uuid4()} | about
    return language_plans.draw_up(pair_id=pair.pk, by=by, now=make.NOON, **given)


def sign(plan, who, now=make.NOON):
    return language_plans.sign(plan_id=plan.pk, by=who.account, now=now)


class TestTheLanguagePlan:
    @pytest.fixture
    def coordinator(self):
        return make.coordinator().account

    def test_holds_goals_day_place_and_last_day_and_both_are_asked_to_sign(self, coordinator):
        pair = make.series(centre=make.centre(name="De Zuidwester")).pair

        plan = draw_up(pair, coordinator)

        assert plan.goals == ["DAILY_TALK", "HEALTH_CARE"]
        assert (plan.weekday, plan.minutes, plan.until_on) == (2, 90, SUMMER)
        assert plan.place.startswith("De Zuidwester")
        people = set(Message.objects.filter(kind="sign_your_plan").values_list("recipient_id", flat=True))
        assert people == {pair.newcomer.account_id, pair.volunteer.account_id}

    def test_is_signed_when_both_have_and_asks_no_more_then(self, coordinator):
        pair = make.series().pair
        plan = draw_up(pair, coordinator)
        assert pair in language_plans.without_one()

        sign(plan, pair.newcomer)
        assert not LanguagePlan.objects.get().is_signed
        sign(plan, pair.volunteer)

        assert LanguagePlan.objects.get().is_signed
        assert not Message.objects.unsettled().filter(kind="sign_your_plan").exists()
        assert pair not in language_plans.without_one()

    def test_signing_twice_keeps_the_first_moment(self, coordinator):
        pair = make.series().pair
        plan = draw_up(pair, coordinator)

        moments = [sign(plan, pair.newcomer, make.NOON + days * DAY).newcomer_signed_at for days in (0, 1)]

        assert moments == [make.NOON, make.NOON]

    def test_a_newer_one_is_signed_anew_and_the_older_one_no_more(self, coordinator):
        pair = make.series().pair
        older = draw_up(pair, coordinator)
        sign(older, pair.newcomer)

        newer = draw_up(pair, coordinator, goals=["MONEY"])

        assert LanguagePlan.objects.in_force().get() == newer
        assert newer.newcomer_signed_at is None
        with pytest.raises(language_plans.PlanWasReplaced):
            sign(older, pair.volunteer)

    def test_the_same_request_is_one_plan(self, coordinator):
        pair, request_id = make.series().pair, uuid.uuid4()

        assert draw_up(pair, coordinator, request_id=request_id) == draw_up(pair, coordinator, request_id=request_id)

    @pytest.mark.parametrize(
        ("about", "error"),
        [
            ({"goals": []}, language_plans.NoGoalChosen),
            ({"goals": ["NONSENSE"]}, language_plans.NoGoalChosen),
            ({"until_on": make.MONDAY}, language_plans.UntilIsNotAhead),
            ({"until_on": make.MONDAY + 800 * DAY}, language_plans.UntilIsNotAhead),
        ],
    )
    def test_without_a_goal_or_a_sensible_last_day_is_refused(self, coordinator, about, error):
        with pytest.raises(error):
            draw_up(make.series().pair, coordinator, **about)

    def test_needs_a_day_and_place_first(self, coordinator):
        with pytest.raises(language_plans.NoDayYet):
            draw_up(make.pair(), coordinator)

    def test_is_drawn_up_by_a_coordinator_and_signed_by_the_two_alone(self, coordinator):
        pair = make.series().pair
        with pytest.raises(Pair.DoesNotExist):
            draw_up(pair, pair.volunteer.account)
        plan = draw_up(pair, coordinator)

        for stranger in (coordinator, make.newcomer().account):
            with pytest.raises(LanguagePlan.DoesNotExist):
                language_plans.sign(plan_id=plan.pk, by=stranger, now=make.NOON)


class TestTheIntroduction:
    @pytest.fixture
    def pair(self):
        weekly = make.series(centre=make.centre(name="Near the newcomer"))
        planning.plan_due(make.NOON)
        return weekly.pair

    def arrange(self, pair, by, choice=0):
        chosen = introductions.suggestions(pair=pair, by=by, now=make.NOON)[choice]
        return introductions.arrange(
            pair_id=pair.pk, by=by, meeting_id=chosen.meeting.pk, request_id=uuid.uuid4(), now=make.NOON
        )

    def test_three_days_of_their_own_plan_are_suggested(self, pair):
        found = introductions.suggestions(pair=pair, by=make.coordinator().account, now=make.NOON)

        assert [each.meeting.local_date for each in found] == [make.MONDAY + days * DAY for days in (2, 9, 16)]

    def test_takes_place_at_the_house_of_the_coordinator_when_it_is_open(self, pair):
        house = make.centre(name="Of the coordinator")
        by = make.coordinator(centre=house).account

        made = self.arrange(pair, by)

        assert Meeting.objects.get(pk=made.meeting_id).centre == house

    def test_is_told_to_both_and_earlier_meetings_are_off(self, pair):
        self.arrange(pair, make.coordinator().account, choice=1)

        first = Meeting.objects.going_on().order_by("starts_at").first()
        assert first.local_date == make.MONDAY + 9 * DAY
        assert Message.objects.filter(kind="introduction").count() == 2

    def test_twice_is_once(self, pair):
        by = make.coordinator().account

        assert self.arrange(pair, by) == self.arrange(pair, by)
        assert Introduction.objects.count() == 1

    def test_is_not_on_a_day_of_another_pair_nor_arranged_by_others(self, pair):
        other = make.meeting(starts_at=make.NOON + DAY)
        about = {"meeting_id": other.pk, "request_id": uuid.uuid4(), "now": make.NOON}

        with pytest.raises(moving.NotAheadOfUs):
            introductions.arrange(pair_id=pair.pk, by=make.coordinator().account, **about)
        with pytest.raises(Pair.DoesNotExist):
            introductions.arrange(pair_id=pair.pk, by=pair.newcomer.account, **about)
