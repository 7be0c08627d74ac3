"""What the engine is told about a town: who may be matched, how many places are free, who never."""

from dataclasses import fields
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs import exclusions, problem
from backend.pairs.models import Exclusion
from matching import Newcomer, Volunteer
from tests import make
from tests.backend.pairs.offering import offered

pytestmark = pytest.mark.usefixtures("town")


def learners():
    return {row.id for row in problem.of_town().newcomers}


def places():
    return {row.id: row.capacity for row in problem.of_town().volunteers}


def kept_apart(newcomer, volunteer):
    return Exclusion.objects.create(
        municipality_id=make.TOWN, newcomer=newcomer, volunteer=volunteer, cause="ENDED", since=make.NOON
    )


def test_whoever_waits_is_matched():
    newcomer = make.newcomer()

    assert learners() == {str(newcomer.pk)}


@pytest.mark.parametrize("about", [{"left_on": make.MONDAY}, {"paused_since": make.MONDAY}])
def test_whoever_left_or_takes_a_break_is_not(about):
    make.newcomer(**about)
    make.volunteer(**about)

    assert (learners(), places()) == (set(), {})


def test_whoever_has_a_buddy_is_not_until_the_pair_has_ended():
    pair = make.pair()
    assert learners() == set()

    type(pair).objects.update(ended_on=make.MONDAY, end_reason="MOVED")

    assert learners() == {str(pair.newcomer_id)}


def test_whoever_is_asked_about_a_buddy_is_not():
    offered()

    assert learners() == set()


def test_a_proposal_that_the_coordinator_did_not_see_yet_holds_nobody():
    proposal = make.proposal()

    assert learners() == {str(proposal.newcomer_id)}
    assert places() == {str(proposal.volunteer_id): 1}


def test_current_pairs_and_offered_proposals_take_a_place_each():
    volunteer = make.volunteer(capacity=5)
    make.pair(volunteer=volunteer, place=1)
    make.pair(volunteer=volunteer, place=2, ended_on=make.MONDAY, end_reason="MOVED")
    offered(volunteer=volunteer)
    make.proposal(volunteer=volunteer)

    assert places() == {str(volunteer.pk): 3}


def test_a_volunteer_without_a_free_place_is_left_out():
    make.pair()
    make.volunteer(capacity=0)

    assert places() == {}


def test_excluded_people_are_blocked_until_it_is_lifted():
    newcomer, volunteer = make.newcomer(), make.volunteer()
    exclusion = kept_apart(newcomer, volunteer)
    assert problem.of_town().blocked == {(str(newcomer.pk), str(volunteer.pk))}

    exclusions.lift(exclusion_id=exclusion.pk, by=make.coordinator().account, reason="They asked.", now=make.NOON)

    assert problem.of_town().blocked == set()


def test_somebody_who_learns_and_helps_is_blocked_from_himself():
    newcomer = make.newcomer()
    volunteer = make.volunteer(account=newcomer.account)

    assert problem.of_town().blocked == {(str(newcomer.pk), str(volunteer.pk))}


def test_another_town_is_not_seen():
    with scope(municipality=make.OTHER_TOWN):
        make.newcomer(of=make.OTHER_TOWN)
        make.volunteer(of=make.OTHER_TOWN)

    assert (learners(), places()) == (set(), {})


def test_what_people_told_arrives_in_the_words_of_the_engine():
    make.newcomer(goals=["WORK"], interests=["COOKING"], gender="F", buddy_gender="F", languages=["ara"], online=True)

    [row] = problem.of_town().newcomers

    assert (row.goals, row.interests, row.languages) == ({"work"}, {"cooking"}, {"ara"})
    assert (row.gender, row.buddy_gender, row.online) == ("f", "f", True)
    assert (row.x, row.y, row.availability) == (143_874, 440_872, ((2, *make.EVENING),))
    assert row.waiting_since == make.MONDAY - timedelta(days=30)


def test_there_is_no_word_for_a_benefit_or_a_duty():
    where_and_when = {"id", "municipality", "x", "y", "availability", "max_distance_m", "online"}
    of_both = where_and_when | {"languages", "gender", "buddy_gender", "interests", "goals"}

    assert {field.name for field in fields(Newcomer)} - of_both == {"dutch_level", "session_minutes", "waiting_since"}
    assert {field.name for field in fields(Volunteer)} - of_both == {"min_level", "capacity"}


def test_many_people_take_as_many_queries_as_one():
    def queries():
        with CaptureQueriesContext(connection) as asked:
            problem.of_town()
        return len(asked)

    make.newcomer()
    make.volunteer()
    few = queries()
    for _ in range(4):
        kept_apart(make.newcomer(), make.volunteer())

    assert queries() == few
