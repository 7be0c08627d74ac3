"""Finding somebody in a list: by a part of the name, or by the whole mail address or phone number."""

import uuid
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from backend.people import contacts
from frontend.town import TownRequest

LONGEST = 60  # letters of a name that anybody types; more is cut off


def wanted(request: TownRequest) -> str:
    """What was typed in the search box of a list."""
    return " ".join(request.GET.get("q", "").split())[:LONGEST]


def named(rows: QuerySet[Any], typed: str, *people: str) -> QuerySet[Any]:
    """Of these rows, those about somebody whose name has every word that was typed, or whose contact it is.

    ``people`` are the paths from a row to the accounts that it is about, for example ``newcomer__account``; without
    any the rows are accounts themselves.
    """
    if not typed:
        return rows
    paths = [f"{path}__" for path in people] or [""]
    try:
        contact = contacts.either(typed)
    except (contacts.NotAMailAddress, contacts.NotAPhoneNumber):
        return rows.filter(reduce(or_, (_has_the_words(path, typed.split()) for path in paths)))
    either = (Q(**{f"{path}mail__iexact": contact}) | Q(**{f"{path}phone": contact}) for path in paths)
    return rows.filter(reduce(or_, either))


def _has_the_words(path: str, words: list[str]) -> Q:
    """Each word stands in the full name or in the name that is called."""
    found = Q()
    for word in words:
        found &= Q(**{f"{path}full_name__icontains": word}) | Q(**{f"{path}call_name__icontains": word})
    return found


def an_id(text: str) -> uuid.UUID | None:
    """An id that came with a form; None for what is none."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def query(**chosen: str) -> str:
    """What was chosen, for the links to other pages of the list; ends in & when there is something."""
    given = urlencode({name: value for name, value in chosen.items() if value})
    return f"{given}&" if given else ""
