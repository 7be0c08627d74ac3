"""Who comes in here: caseworkers of the open town; to one page its policy officers. For others nothing exists."""

from django.views.decorators.cache import never_cache

from backend.people.models import Caseworker, PolicyOfficer
from frontend.role_pages import View, only_for


def caseworkers_only(view: View) -> View:
    """Ask for a login; answer anybody who is no caseworker in the open town with 404. No browser keeps a copy.

    It stands above ``require_GET`` and the like, whose 405 would tell others that there is a page.
    """
    return never_cache(only_for(Caseworker)(view))


def policy_officers_only(view: View) -> View:
    """The same for whoever prepares the ordinance: numbers, and never a person."""
    return never_cache(only_for(PolicyOfficer)(view))
