"""Logging in without a password: six digits to a mail address or a phone.

Whether anybody has a contact cannot be told from outside: the same rows are written and the same answer is
given. Only afterwards, in ``take_up``, are the people looked up to whom a message goes.
"""

import hmac
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F

from backend.people import codes, messages
from backend.people.models import Account, LoginCode
from notifications import outbox

MAX_WRONG_TRIES = 5
AT_ONCE = 500
MAX_ASKED = {timedelta(minutes=15): 5, timedelta(days=1): 20}


class TooManyCodes(Exception):
    """For this contact so many codes were asked that the next one has to wait."""


class CodeIsWrong(Exception):
    """These are not the digits that were sent to this contact."""


class CodeIsTooOld(Exception):
    """No code for this contact is valid any more: it is too old, or was used."""


class TooManyTries(Exception):
    """The code was typed wrongly so often that it is not valid any more."""


@transaction.atomic
def ask_code(*, contact: str, now: datetime) -> LoginCode:
    """Note that somebody with this contact (as ``contacts.either`` writes it) wants to log in.

    Raises:
        TooManyCodes: too many were asked for this contact, whether anybody has it or not.
    """
    _one_at_a_time(contact)
    asked = LoginCode.objects.filter(contact=contact)
    for period, most in MAX_ASKED.items():
        if asked.filter(asked_at__gt=now - period).count() >= most:
            raise TooManyCodes
    code = LoginCode.objects.create(contact=contact, asked_at=now, expires_at=now + messages.CODE_LIFETIME)
    outbox.kick()
    return code


def check_code(*, contact: str, code: str, now: datetime) -> list[Account]:
    """The people who may log in with these digits: more than one when they share the contact.

    Any code that is still valid will do, since the first of two mails is often the one that is read. Once
    one was used, all are.

    Raises:
        CodeIsWrong: these are other digits; it counts as a try on every valid code.
        CodeIsTooOld: no valid code is left.
        TooManyTries: the tries of the valid codes are used up.
    """
    found, refused = _check(contact, _plain_digits(code), now)
    if refused:
        raise refused
    return found


@transaction.atomic
def _check(contact: str, code: str, now: datetime) -> tuple[list[Account], type[Exception] | None]:
    # returns instead of raising, so that a wrong try is counted
    _one_at_a_time(contact)
    valid = LoginCode.objects.filter(contact=contact, used_at=None, expires_at__gt=now)
    still_valid = list(valid)
    open_codes = [each for each in still_valid if each.wrong_tries < MAX_WRONG_TRIES]
    if not open_codes:
        return [], TooManyTries if still_valid else CodeIsTooOld
    matches = [hmac.compare_digest(codes.digits_of(each.pk).encode(), code.encode()) for each in open_codes]
    people = list(Account.objects.reached_by(contact)) if any(matches) else []
    if people:
        valid.update(used_at=now)
        return people, None
    valid.filter(wrong_tries__lt=MAX_WRONG_TRIES).update(wrong_tries=F("wrong_tries") + 1)
    return [], CodeIsWrong


def take_up(now: datetime) -> None:
    """Owe the message for every code that was asked, to whoever has the contact.

    A planner of ``tick``. It runs apart from the request that asked, which thus takes as long for a stranger.
    """
    with transaction.atomic():
        asked = LoginCode.objects.filter(is_taken_up=False, expires_at__gt=now).order_by("expires_at")
        for code in asked.select_for_update(skip_locked=True, no_key=True)[:AT_ONCE]:
            messages.owe_code(code, now=now)
            code.is_taken_up = True
            code.save(update_fields=["is_taken_up"])


def _plain_digits(typed: str) -> str:
    """The digits without the spaces of a paste, also when the keyboard wrote Arabic ones."""
    return "".join(str(int(sign)) for sign in typed if sign.isdecimal())


def _one_at_a_time(contact: str) -> None:
    """Make others who ask or try for the same contact wait until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"login {contact}"])
