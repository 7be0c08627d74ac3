"""A round keeps to what was pinned, as long as it can, and says of the rest why not."""

import pytest

from backend.pairs import choosing, explanations
from backend.pairs.models import Exclusion
from tests import make
from tests.backend.pairs.offering import offered
from tests.backend.pairs.searching import looked_at, publish

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def two():
    """They would not be brought together: somebody else has waited longer."""
    make.newcomer()
    return {"newcomer": make.newcomer(waiting_since=make.MONDAY), "volunteer": make.volunteer()}


def left_out(**about):
    """Why the round of now cannot keep a pin of these two."""
    pinned = make.pin(**about)
    return looked_at().report["pins_left_out"].get(str(pinned.pk))


class TestAPinnedPair:
    def test_goes_before_who_waited_longer(self, two):
        make.pin(**two)

        [pair] = looked_at().found_pairs.all()

        assert (pair.newcomer, pair.volunteer, pair.is_pinned) == (two["newcomer"], two["volunteer"], True)

    def test_that_was_lifted_does_not(self, two):
        make.pin(**two, lifted_at=make.NOON, lifted_by=make.account(), lift_reason="Moved")

        [pair] = looked_at().found_pairs.all()

        assert (pair.newcomer == two["newcomer"], pair.is_pinned) == (False, False)

    def test_becomes_a_proposal_like_any_other(self, two):
        make.pin(**two)

        publish(looked_at())

        assert two["newcomer"].proposals.get().state == "PENDING"

    def test_stands_in_the_report_under_other_names(self, two):
        make.pin(**two)

        report = looked_at().report

        assert (report["counts"]["pinned"], report["pins_left_out"]) == (1, {})
        assert report["pinned"][0][1] == "v0001"


class TestAPinThatCannotBeKept:
    @pytest.mark.parametrize(
        ("newcomer", "volunteer", "why"),
        [
            ({}, {"week": [(0, *make.EVENING)]}, "time"),
            ({"dutch_level": "A1"}, {"min_level": "B1"}, "level"),
            ({"dutch_level": "A1"}, {"languages": ["nld"]}, "language"),
            ({"buddy_gender": "F"}, {"gender": "M"}, "gender"),
            ({"week": []}, {}, "incomplete"),
            ({}, {"week": []}, "incomplete"),
            ({}, {"capacity": 0}, "no_place"),
            ({}, {"left_on": make.MONDAY}, "no_place"),
        ],
    )
    def test_does_not_stop_the_round_and_is_named_with_the_reason(self, newcomer, volunteer, why):
        two = {"newcomer": make.newcomer(**newcomer), "volunteer": make.volunteer(**volunteer)}

        assert left_out(**two) == why

    def test_is_one_of_two_who_are_kept_apart(self, two):
        Exclusion.objects.create(municipality_id=make.TOWN, cause="ENDED", since=make.NOON, **two)

        assert left_out(**two) == "not_blocked"

    def test_of_two_who_are_kept_apart_in_secret_reads_like_one_that_meets_a_wish_of_somebody(self, two):
        Exclusion.objects.create(municipality_id=make.TOWN, cause="SEALED", since=make.NOON, **two)
        wish = {"newcomer": make.newcomer(buddy_gender="F"), "volunteer": make.volunteer(gender="M")}

        told = {explanations.why_not_pinned(left_out(**each)) for each in (two, wish)}

        assert len(told) == 1

    def test_is_the_younger_one_of_two_for_one_place(self, two):
        older = make.pin(**two)

        assert left_out(volunteer=two["volunteer"], pinned_at=make.NOON.replace(hour=15)) == "no_place"
        assert str(older.pk) not in looked_at().report["pins_left_out"]

    def test_is_passed_over_when_the_newcomer_does_not_wait(self, two):
        offered(newcomer=two["newcomer"])

        assert left_out(**two) is None


class TestChoosingByHand:
    def test_shows_who_fits_the_best_first_whoever_else_waits(self, two):
        farther = make.volunteer(languages=["nld"])
        make.volunteer(week=[(0, *make.EVENING)])
        make.volunteer(capacity=0)

        best = choosing.best_for(two["newcomer"])

        assert [pair.volunteer for pair in best] == [two["volunteer"], farther]
        assert best[0].score > best[1].score

    def test_shows_nobody_to_somebody_who_does_not_wait(self):
        pair = make.pair()
        make.volunteer()

        assert choosing.best_for(pair.newcomer) == []
