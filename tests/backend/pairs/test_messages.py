"""What the two hear: in their own language, only what is still true, and no contact before both said yes."""

import re

import pytest

from backend.pairs import life, proposals
from backend.pairs.models import EndReason
from notifications import address_book, kinds, rendering
from notifications.models import Message
from tests import make
from tests.backend.pairs.offering import DAY, accept, decline, offered, paired

pytestmark = pytest.mark.usefixtures("town")


def words_for(person, kind):
    """The message as it would leave now; None when it would not."""
    message = Message.objects.get(kind=kind, recipient_id=person.account_id)
    address = address_book.addresses([person.account_id])[person.account_id]
    context = kinds.get(kind).context(message.subject_id, person.account_id)
    return context and rendering.render(message, kinds.get(kind), address, context)


def english(**about):
    who = make.account(language="en", **about)
    make.free(who, (2, *make.EVENING))
    return who


@pytest.fixture
def two():
    return {
        "newcomer": make.newcomer(account=english(call_name="Amina", mail="amina@example.org")),
        "volunteer": make.volunteer(account=english(call_name="Joke", mail="joke@example.org", phone="+31612345678")),
    }


SIDES = pytest.mark.parametrize(("side", "other"), [("newcomer", "Joke"), ("volunteer", "Amina")])


class TestTheOffer:
    @SIDES
    def test_says_with_whom_and_when(self, two, side, other):
        offered(**two)

        words = words_for(two[side], "proposal_offered")

        assert other in words.text
        assert other in words.html
        assert "Wednesday at 18:00" in words.text

    @SIDES
    def test_gives_no_way_to_reach_the_other_one(self, two, side, other):
        offered(**two)

        words = words_for(two[side], "proposal_offered")

        assert not any(secret in words.text + words.html for secret in ("@example.org", "+316"))

    @pytest.mark.parametrize(("language", "day"), [("nl", "woensdag"), ("ar", "الأربعاء")])
    def test_is_in_the_language_of_the_reader(self, two, language, day):
        type(two["newcomer"].account).objects.update(language=language)
        offered(**two)

        assert day in words_for(two["newcomer"], "proposal_offered").text

    def test_is_not_sent_to_who_has_answered(self, two):
        accept(offered(**two), two["newcomer"])

        assert words_for(two["newcomer"], "proposal_offered") is None
        assert words_for(two["volunteer"], "proposal_offered")

    def test_is_not_sent_when_it_is_over(self, two):
        decline(offered(**two), two["newcomer"])

        assert words_for(two["volunteer"], "proposal_offered") is None

    def test_leads_to_ones_own_page(self):
        assert kinds.get("proposal_offered").path(make.account().pk) == "/mijn/"


class TestWhenItIsOver:
    @SIDES
    def test_a_no_reads_like_a_silence(self, two, side, other):
        after_silence = self.over(two, side, lambda proposal: proposals.expire_due(now=make.NOON + 7 * DAY))
        said_no = two["volunteer" if side == "newcomer" else "newcomer"]

        after_a_no = self.over(two, side, lambda proposal: decline(proposal, said_no))

        assert f"The plan with {other} does not go on" in after_a_no
        assert after_a_no == after_silence

    def over(self, two, side, deed):
        deed(offered(**two))
        words = words_for(two[side], "proposal_over").text
        Message.objects.all().delete()
        return re.sub(r"/m/\S+", "", words)  # the link is another one in each message


class TestThePair:
    @SIDES
    def test_hears_how_to_reach_each_other(self, two, side, other):
        paired(**two)

        words = words_for(two[side], "pair_began")

        assert f"{other.lower()}@example.org" in words.text
        assert ("+31612345678" in words.text) is (side == "newcomer")

    @SIDES
    def test_that_has_ended_is_not_told_that_it_began(self, two, side, other):
        pair = paired(**two)
        life.end(pair_id=pair.pk, by=None, on=make.MONDAY, reason=EndReason.BOUNDARY_CROSSED, now=make.NOON)

        assert words_for(two[side], "pair_began") is None

    @SIDES
    def test_hears_of_the_end_but_not_why(self, two, side, other):
        pair = paired(**two)
        life.end(pair_id=pair.pk, by=None, on=make.MONDAY, reason=EndReason.BOUNDARY_CROSSED, now=make.NOON)

        words = words_for(two[side], "pair_ended")

        assert f"You and {other} do not meet any more" in words.text
        assert "safe" not in words.text + words.subject

    @SIDES
    def test_promises_a_search_only_to_who_goes_on(self, two, side, other):
        pair = paired(**two)
        life.end(pair_id=pair.pk, by=None, on=make.MONDAY, reason=EndReason.MOVED, now=make.NOON)
        assert "We look for" in words_for(two[side], "pair_ended").text

        type(two[side]).objects.filter(pk=two[side].pk).update(left_on=make.MONDAY)
        words = words_for(two[side], "pair_ended").text
        assert "We look for" not in words
        assert "Thank you for taking part" in words
