"""Who sees rows about two people: the coordinators of the open town, and the two themselves."""

from django.db.models import Exists

from backend.people.models import Account, Coordinator


def coordinates_here(account: Account) -> Exists:
    """True on every row for who coordinates in the open town, and on none for others."""
    return Exists(Coordinator.objects.filter(account=account, until=None))
