"""Came, late, excused, no-show, ill: whose word holds, and that nobody pays for somebody else's no-show."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import attendance, outcomes
from backend.meetings.models import Meeting, Outcome
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def say(meeting, about, outcome, by=None, **about_it):
    given = {"request_id": uuid.uuid4(), "now": make.NOON} | about_it
    return outcomes.say(meeting_id=meeting.pk, about=about.pk, outcome=outcome, by=by or about, **given)


def holding(meeting, account):
    return outcomes.of([meeting.pk])[meeting.pk].get(account.pk)


def people(meeting):
    return meeting.pair.newcomer.account, meeting.pair.volunteer.account


def test_nothing_is_known_before_somebody_says_something():
    assert outcomes.of([make.meeting().pk]).popitem()[1] == {}


def test_the_word_of_the_other_one_holds_until_the_person_says_something():
    meeting = make.meeting()
    newcomer, volunteer = people(meeting)

    say(meeting, newcomer, Outcome.NO_SHOW, by=volunteer)
    assert holding(meeting, newcomer) == Outcome.NO_SHOW

    say(meeting, newcomer, Outcome.ILL)
    assert holding(meeting, newcomer) == Outcome.ILL


def test_the_word_of_a_coordinator_holds_last():
    meeting = make.meeting()
    newcomer, _volunteer = people(meeting)
    say(meeting, newcomer, Outcome.ILL)

    say(meeting, newcomer, Outcome.CAME, by=make.coordinator().account)

    assert holding(meeting, newcomer) == Outcome.CAME


def test_whoever_says_we_met_came():
    meeting = make.meeting()
    newcomer, _volunteer = people(meeting)
    attendance.answer(
        meeting_id=meeting.pk, by=newcomer, answer="HELD", minutes=None, request_id=uuid.uuid4(), now=make.NOON
    )

    assert holding(meeting, newcomer) == Outcome.CAME


def test_the_same_request_says_it_once():
    meeting, request_id = make.meeting(), uuid.uuid4()
    newcomer, _volunteer = people(meeting)

    words = {say(meeting, newcomer, Outcome.ILL, request_id=request_id).pk for _ in range(2)}

    assert len(words) == 1
    with pytest.raises(outcomes.RequestUsedBefore):
        say(meeting, newcomer, Outcome.CAME, request_id=request_id)


def test_before_the_end_only_ill_and_excused_can_be_known():
    meeting = make.meeting(starts_at=make.NOON + timedelta(hours=1))
    newcomer, volunteer = people(meeting)

    say(meeting, newcomer, Outcome.ILL)
    with pytest.raises(attendance.MeetingIsNotOver):
        say(meeting, newcomer, Outcome.NO_SHOW, by=volunteer)


def test_strangers_say_nothing_and_nothing_is_said_about_strangers():
    meeting = make.meeting()

    with pytest.raises(Meeting.DoesNotExist):
        say(meeting, people(meeting)[0], Outcome.CAME, by=make.volunteer().account)
    with pytest.raises(Meeting.DoesNotExist):
        say(meeting, make.account(), Outcome.CAME, by=people(meeting)[0])


class TestWhatSomebodyElseMissed:
    def missed(self, account):
        found = outcomes.missed_by_others(
            [account.pk], starts_on=make.MONDAY - timedelta(days=30), ends_on=make.MONDAY
        )
        return found[account.pk]

    def test_is_known_with_the_planned_minutes(self):
        meeting = make.meeting()
        newcomer, volunteer = people(meeting)
        say(meeting, newcomer, Outcome.NO_SHOW, by=volunteer)

        [missed] = self.missed(volunteer)

        assert (missed.meeting_id, missed.minutes, missed.outcome) == (meeting.pk, 90, Outcome.NO_SHOW)
        assert self.missed(newcomer) == []

    def test_is_nothing_when_one_was_not_there_either(self):
        meeting = make.meeting()
        newcomer, volunteer = people(meeting)
        say(meeting, newcomer, Outcome.ILL)
        say(meeting, volunteer, Outcome.ILL)

        assert self.missed(volunteer) == []

    def test_is_nothing_when_both_came(self):
        meeting = make.meeting()
        for account in people(meeting):
            say(meeting, account, Outcome.CAME)

        assert self.missed(people(meeting)[1]) == []

    def test_is_nothing_where_nobody_else_was_expected(self):
        meeting = make.meeting()
        newcomer, volunteer = people(meeting)
        meeting.attendances.filter(account=newcomer).update(side="VOLUNTEER", in_group=True)  # two lead, nobody sits
        say(meeting, newcomer, Outcome.ILL)

        assert self.missed(volunteer) == []

    def test_takes_as_many_queries_for_many_people_as_for_one(self, django_assert_num_queries):
        accounts = []
        for _ in range(4):
            meeting = make.meeting()
            say(meeting, people(meeting)[0], Outcome.NO_SHOW, by=people(meeting)[1])
            accounts.append(people(meeting)[1].pk)
        days = {"starts_on": make.MONDAY - timedelta(days=30), "ends_on": make.MONDAY}

        for some in (accounts[:1], accounts):
            with django_assert_num_queries(4):
                outcomes.missed_by_others(some, **days)


@pytest.mark.parametrize(
    ("why", "mine", "theirs"),
    [
        ("I_WAS_ILL", Outcome.ILL, None),
        ("I_COULD_NOT", Outcome.EXCUSED, None),
        ("OTHER_NOT_THERE", Outcome.CAME, Outcome.NO_SHOW),
        ("OTHER_WAS_ILL", None, Outcome.ILL),
        ("OTHER_COULD_NOT", None, Outcome.EXCUSED),
    ],
)
def test_why_two_did_not_meet_says_what_became_of_whom(why, mine, theirs):
    meeting, request_id = make.meeting(), uuid.uuid4()
    newcomer, volunteer = people(meeting)

    for _ in range(2):
        outcomes.explain(meeting_id=meeting.pk, by=volunteer, why=why, request_id=request_id, now=make.NOON)

    assert (holding(meeting, volunteer), holding(meeting, newcomer)) == (mine, theirs)
