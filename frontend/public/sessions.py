"""What a browser remembers: who is logged in, for how long, and how far a login or a sign-up has come."""

from datetime import timedelta
from uuid import UUID

from django.contrib.auth import login
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from backend.people.models import Account
from backend.people.roles import roles_of

SHORTLY = timedelta(hours=2)  # the link was in a mail, or the contact was typed a minute ago: not proven
HALF_WAY = timedelta(days=1)  # what a stranger typed on the way to signing up
CHOOSING = timedelta(minutes=15)  # between the right code and one's own name
VIA_LINK = "via_link"
CONTACT, NEXT, PEOPLE = "login_contact", "login_next", "login_people"


def let_in(request: HttpRequest, account: Account) -> None:
    """Log in after a code: staff for a working day, everybody else for as long as sessions last."""
    _begin(request, account)
    request.session.set_expiry(roles_of(account).stay_logged_in)


def let_in_shortly(request: HttpRequest, account: Account) -> None:
    """Log in without a code, for two hours. For staff this is refused: they always need a code.

    Raises:
        ValueError: the account belongs to staff.
    """
    if roles_of(account).are_staff:
        raise ValueError("Staff log in with a code.")
    _begin(request, account)
    request.session[VIA_LINK] = True
    request.session.set_expiry(SHORTLY)


def _begin(request: HttpRequest, account: Account) -> None:
    # a new session key at every login; nothing of who used this browser before remains
    if request.user.is_authenticated and request.user.pk != account.pk:
        request.session.flush()
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    for key in (CONTACT, PEOPLE, VIA_LINK):
        request.session.pop(key, None)
    request.session.set_expiry(None)


def proven(request: HttpRequest, people: list[Account]) -> None:
    """The code was right, and several people share the contact: who of them is this?"""
    request.session.cycle_key()
    request.session.set_expiry(CHOOSING)
    request.session[PEOPLE] = [str(person.pk) for person in people]
    request.session.pop(CONTACT, None)


def people_proven(request: HttpRequest) -> list[UUID]:
    """The ids of those who share the contact of the code that was right."""
    return [UUID(pk) for pk in request.session.get(PEOPLE, [])]


def remember_next(request: HttpRequest, address: str) -> None:
    """Where to go after the login; an address of another site is forgotten."""
    request.session.pop(NEXT, None)
    if is_ours(request, address):
        request.session[NEXT] = address


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address lies on this site."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def forget_soon(request: HttpRequest) -> None:
    """What a stranger types is kept for a day; a login keeps its own end."""
    if not request.user.is_authenticated:
        request.session.set_expiry(HALF_WAY)
