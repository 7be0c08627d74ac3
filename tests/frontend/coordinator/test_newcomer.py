"""The page of a newcomer: why there is no proposal, or the proposal itself, never both."""

import pytest

from backend.pairs.models import UnmatchedReason
from tests import make

pytestmark = pytest.mark.usefixtures("town")
WHY = "Why there is no proposal yet"


@pytest.fixture
def somebody():
    newcomer = make.newcomer()
    UnmatchedReason.objects.create(
        municipality=newcomer.municipality,
        round=make.matching_round(state="PUBLISHED"),
        newcomer=newcomer,
        reason="NO_CANDIDATE",
    )
    return newcomer


@pytest.fixture
def page_of():
    browser = make.browser_of(make.coordinator(account=make.account(language="en")).account)
    return lambda newcomer: browser.get(f"/coordinator/nieuwkomer/{newcomer.pk}/").content.decode()


def test_without_a_proposal_it_says_why(somebody, page_of):
    assert WHY in page_of(somebody)


def test_with_an_open_proposal_it_leads_to_that_instead(somebody, page_of):
    proposal = make.proposal(newcomer=somebody)

    page = page_of(somebody)

    assert f"/coordinator/voorstel/{proposal.pk}/" in page
    assert WHY not in page
