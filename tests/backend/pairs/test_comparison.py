"""A dry round beside the last published one: what publishing it would do, and for whom."""

import pytest

from backend.pairs import comparison
from backend.pairs.comparison import Outcome
from tests import make
from tests.backend.pairs.offering import offered
from tests.backend.pairs.searching import looked_at, run

pytestmark = pytest.mark.usefixtures("town")


def test_counts_people_and_the_days_they_waited_against_the_last_published_round():
    make.newcomer()
    make.volunteer()
    published = run()
    make.newcomer()
    make.volunteer()

    compared = comparison.compare(looked_at())

    assert compared.now == Outcome(people=2, waiting_days=60)
    assert compared.before == Outcome(people=1, waiting_days=30)
    assert (compared.more_people, compared.published_at) == (1, published.decided_at)


def test_without_a_published_round_everybody_is_new():
    make.newcomer()
    make.volunteer()

    compared = comparison.compare(looked_at())

    assert (compared.before, len(compared.new), compared.more_people) == (None, 1, 1)


def test_names_those_whom_the_last_round_brought_together_with_nobody():
    make.newcomer()
    make.volunteer()
    run()
    late = make.newcomer(waiting_since=make.MONDAY)
    make.volunteer()

    [pair] = comparison.compare(looked_at()).new

    assert pair.newcomer == late


def test_an_open_proposal_that_comes_out_again_stays():
    make.newcomer()
    make.volunteer()
    run()

    compared = comparison.compare(looked_at())

    assert (compared.same, compared.changes) == (1, [])


def test_an_open_proposal_changes_when_somebody_fits_better():
    newcomer = make.newcomer()
    make.volunteer(languages=["nld"])
    run()
    better = make.volunteer()

    [change] = comparison.compare(looked_at()).changes

    assert (change.proposal.newcomer, change.instead.volunteer) == (newcomer, better)


def test_an_open_proposal_goes_when_somebody_who_waited_longer_comes():
    newcomer = make.newcomer(waiting_since=make.MONDAY)
    make.volunteer()
    run()
    make.newcomer()

    [change] = comparison.compare(looked_at()).changes

    assert (change.proposal.newcomer, change.instead) == (newcomer, None)


def test_whom_somebody_was_asked_about_already_is_no_part_of_it():
    offered()

    compared = comparison.compare(looked_at())

    assert (compared.new, compared.changes, compared.same) == ([], [], 0)


def test_takes_as_many_queries_for_many_as_for_one(django_assert_num_queries):
    for _ in range(2):
        for _ in range(3):
            make.proposal()
            make.newcomer()
            make.volunteer()
        dry = looked_at()
        with django_assert_num_queries(4):
            comparison.compare(dry)
