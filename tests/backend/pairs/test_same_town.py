"""A row never points to a row of another town: the database refuses it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from backend.pairs.models import Exclusion, Pair, Proposal, UnmatchedReason
from tests import make

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def theirs():
    """A proposal of another town, of a round there."""
    with scope(municipality=make.OTHER_TOWN):
        make.town(make.OTHER_TOWN)
        done = make.matching_round(of=make.OTHER_TOWN)
        return make.proposal(of=make.OTHER_TOWN, round=done, state="WITHDRAWN")


def refused(name):
    return pytest.raises(IntegrityError, match=name)


def ours(make_row, **about):
    with transaction.atomic():
        make_row(**about)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def excluded(**about):
    given = {"newcomer": make.newcomer(), "volunteer": make.volunteer()} | about
    Exclusion.objects.create(municipality_id=make.TOWN, cause="ENDED", since=make.NOON, **given)


def waiting(**about):
    given = {"round": make.matching_round(), "newcomer": make.newcomer()} | about
    UnmatchedReason.objects.create(municipality_id=make.TOWN, reason="outranked", **given)


@pytest.mark.parametrize(
    ("make_row", "points_to", "name"),
    [
        (make.proposal, "newcomer", "proposal_to_a_newcomer_of_its_town"),
        (make.proposal, "volunteer", "proposal_to_a_volunteer_of_its_town"),
        (make.proposal, "round", "proposal_of_a_round_of_its_town"),
        (make.pair, "newcomer", "pair_of_a_newcomer_of_its_town"),
        (make.pair, "volunteer", "pair_of_a_volunteer_of_its_town"),
        (excluded, "newcomer", "exclusion_of_a_newcomer_of_its_town"),
        (excluded, "volunteer", "exclusion_of_a_volunteer_of_its_town"),
        (make.pin, "newcomer", "pin_of_a_newcomer_of_its_town"),
        (make.pin, "volunteer", "pin_of_a_volunteer_of_its_town"),
        (make.found_pair, "newcomer", "found_pair_of_a_newcomer_of_its_town"),
        (make.found_pair, "volunteer", "found_pair_of_a_volunteer_of_its_town"),
        (make.found_pair, "round", "found_pair_of_a_round_of_its_town"),
        (waiting, "newcomer", "reason_about_a_newcomer_of_its_town"),
        (waiting, "round", "reason_of_a_round_of_its_town"),
    ],
)
def test_a_row_is_about_people_and_rounds_of_its_town(theirs, make_row, points_to, name):
    with refused(name):
        ours(make_row, **{points_to: getattr(theirs, points_to)})


def test_a_pair_comes_from_a_proposal_of_its_town(theirs):
    with refused("pair_from_a_proposal_of_its_town"):
        ours(make.pair, proposal=theirs)


def test_rows_of_one_town_are_fine():
    ours(make.pair, proposal=make.proposal())
    ours(excluded)
    ours(make.found_pair)
    ours(make.pin)

    assert Pair.objects.count() == Proposal.objects.count() == 1
