"""The two who may look behind the wall, each with a browser in English."""

from tests import make
from tests.frontend.taking_part.people import browser


def caseworker_of(obligation):
    """The browser, in English, of who has this person in the caseload."""
    return browser(make.Caseworker.objects.get(account=obligation.caseworker_id))


def person_of(obligation):
    """The browser, in English, of who has the duty."""
    return browser(make.Volunteer.objects.get(account=obligation.person_id))
