"""A gentle hint that two accounts may be one person: the same contact and a name that sounds alike.

Families share a phone, and one person may learn today and help tomorrow. So this is never a reason to refuse
anybody: a coordinator sees the hint and asks.
"""

import unicodedata
from collections.abc import Collection
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Q

from backend.people.models import Account, Newcomer, Volunteer

ALIKE = 0.66  # Mohamed and Muhammad, Yusuf and Youssef; not Ahmed and Amina


def sound_alike(one: str, other: str) -> bool:
    """Whether two names may be spellings of one: accents, capitals and a few letters do not count."""
    return SequenceMatcher(None, _plain(one), _plain(other)).ratio() >= ALIKE


def of_people(account_ids: Collection[UUID]) -> dict[UUID, list[Account]]:
    """For each of these people the others in the open town who may be the same person, in two queries."""
    people = Account.objects.in_bulk(account_ids)
    mails = {person.mail for person in people.values()} - {""}
    phones = {person.phone for person in people.values()} - {""}
    taking_part = Q(pk__in=Newcomer.objects.values("account")) | Q(pk__in=Volunteer.objects.values("account"))
    others = list(Account.objects.filter(taking_part, Q(mail__in=mails) | Q(phone__in=phones)).order_by("created_at"))
    return {pk: [other for other in others if _may_be(person, other)] for pk, person in people.items()}


def _may_be(person: Account, other: Account) -> bool:
    shared = (person.mail and person.mail == other.mail) or (person.phone and person.phone == other.phone)
    return bool(shared) and person.pk != other.pk and sound_alike(person.call_name, other.call_name)


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).strip()
