"""A coordinator finds one person among thousands: by a part of the name, or by the whole contact."""

import pytest
from django_scopes import scope

from backend.pairs.models import Proposal
from tests import make

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator(account=make.account(language="en")).account)


def person(name, **about):
    return make.account(full_name=name, call_name=name.split()[0], **about)


def found(browser, path, **search):
    return browser.get(f"/coordinator/{path}", search).content.decode()


class TestInTheWaitingList:
    def test_every_word_of_a_name_counts_in_any_order(self, browser):
        make.newcomer(account=person("Amina Yusuf Ali"))
        make.newcomer(account=person("Amina Berhane"))

        page = found(browser, "wachtlijst/", q=" ali  amina ")

        assert "Amina Yusuf Ali" in page
        assert "Amina Berhane" not in page

    def test_the_whole_contact_counts_and_a_part_does_not(self, browser):
        make.newcomer(account=person("Amina Yusuf", mail="amina.y@example.org", phone="+31612345678"))

        assert all(
            "Amina Yusuf" in found(browser, "wachtlijst/", q=q) for q in ("AMINA.Y@example.org", "06-12345678")
        )
        assert "Amina Yusuf" not in found(browser, "wachtlijst/", q="example")

    def test_who_has_a_buddy_or_takes_a_break_is_found_too_and_says_so(self, browser):
        make.pair(newcomer=make.newcomer(account=person("Paired Person")))
        make.newcomer(account=person("Pausing Person"), paused_since=make.MONDAY)

        page = found(browser, "wachtlijst/", q="person")

        assert "has a buddy" in page
        assert "takes a break" in page
        assert "Person" not in found(browser, "wachtlijst/")

    def test_who_left_is_not_found_and_the_page_says_what_to_do(self, browser):
        make.newcomer(account=person("Gone Person"), left_on=make.MONDAY)

        page = found(browser, "wachtlijst/", q="gone")

        assert "No newcomer has this name here." in page
        assert 'value="gone"' in page

    def test_nobody_of_another_town_is_found(self, browser):
        make.newcomer(of=make.OTHER_TOWN, account=person("Amina Yusuf"))

        assert "Amina Yusuf" not in found(browser, "wachtlijst/", q="amina")


def test_a_pair_is_found_by_either_of_the_two(browser):
    make.pair(
        newcomer=make.newcomer(account=person("Amina Yusuf")), volunteer=make.volunteer(account=person("Ria Bakker"))
    )

    assert all("Amina" in found(browser, "koppels/", q=q) for q in ("yusuf", "bakker"))
    assert "Look in the waiting list" in found(browser, "koppels/", q="jansen")


def test_a_volunteer_is_found_and_the_next_page_looks_for_the_same(browser, monkeypatch):
    monkeypatch.setattr("frontend.coordinator.views.ROWS_A_PAGE", 1)
    for name in ("Ria Bakker", "Rita Bakker", "Jan de Vries"):
        make.volunteer(account=person(name))

    page = found(browser, "vrijwilligers/", q="bakker")

    assert "Page 1 of 2" in page
    assert "?q=bakker&amp;page=2" in page


class TestManyProposals:
    def test_are_found_by_a_name_of_either_and_by_neighbourhood(self, browser):
        wanted = make.proposal(volunteer=make.volunteer(account=person("Ria Bakker")))
        other = make.proposal()

        page = found(browser, "voorstellen/", q="bakker")

        assert str(wanted.pk) in page
        assert str(other.pk) not in page
        assert "No proposal is about this name" in found(browser, "voorstellen/", q="jansen")

    def test_are_approved_together_and_one_that_is_closed_stops_no_other(self, browser):
        closed = make.proposal(state=Proposal.State.WITHDRAWN)
        waiting = [make.proposal() for _ in range(2)]

        for _twice in range(2):
            ids = [each.pk for each in (closed, *waiting)]
            browser.post("/coordinator/voorstellen/akkoord/", {"proposal": [*ids, "nonsense"]})

        assert {each.state for each in Proposal.objects.filter(pk__in=[w.pk for w in waiting])} == {
            Proposal.State.OFFERED
        }
        closed.refresh_from_db()
        assert closed.state == Proposal.State.WITHDRAWN

    def test_of_another_town_are_not_touched(self, browser):
        elsewhere = make.proposal(of=make.OTHER_TOWN)

        browser.post("/coordinator/voorstellen/akkoord/", {"proposal": elsewhere.pk})

        with scope(municipality=make.OTHER_TOWN):
            assert Proposal.objects.get().state == Proposal.State.PENDING
