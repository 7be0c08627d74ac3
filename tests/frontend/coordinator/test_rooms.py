"""What a coordinator and the two people read about the table at which a pair would meet."""

import pytest

from tests import make

pytestmark = pytest.mark.usefixtures("town")


def test_a_proposal_says_which_house_and_which_table():
    proposal = make.proposal(centre=make.centre(name="De Zuidwester", tables=2), table_number=2)
    browser = make.browser_of(make.coordinator(account=make.account(language="en")).account)

    page = browser.get(f"/coordinator/voorstel/{proposal.pk}/").content.decode()

    assert "De Zuidwester" in page
    assert "table 2" in page


def test_the_newcomer_reads_it_too():
    proposal = make.proposal(
        newcomer=make.newcomer(account=make.account(language="en"), week=[]),
        centre=make.centre(name="De Zuidwester", tables=2),
        table_number=2,
        state="OFFERED",
        decided_by=make.account(),
        decided_at=make.NOON,
        answer_before=make.NOON.replace(year=2099),
    )

    page = make.browser_of(proposal.newcomer.account).get("/mijn/leren/").content.decode()

    assert "De Zuidwester" in page
    assert "table 2" in page


def test_the_page_of_a_round_says_for_how_many_pairs_no_table_was_free():
    this = make.matching_round(report={"counts": {"without_a_table": 2}, "certificate": {"venues": {}}})
    make.found_pair(round=this)

    page = (
        make.browser_of(make.coordinator(account=make.account(language="en")).account)
        .get(f"/coordinator/ronde/{this.pk}/")
        .content.decode()
    )

    assert "For 2 pairs no table in a community centre was free." in page
    assert "--venues venues.csv" in page or "kept for three months" in page
