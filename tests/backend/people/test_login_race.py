"""Many at once: a lock on the contact keeps the counts of codes and tries exact."""

import threading
from collections import Counter

import pytest
from django.db import connection

from backend.people import login
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

MAIL = "amina@example.org"


def outcomes_of(deed, *, times):
    """What comes of a deed that many do at the same moment: the name of the exception, or "done"."""
    together, outcomes = threading.Barrier(times), Counter()

    def one():
        try:
            together.wait(10)
            deed()
            outcomes["done"] += 1
        except Exception as error:  # noqa: BLE001 - what comes of it is the question
            outcomes[type(error).__name__] += 1
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return outcomes


def test_no_more_codes_are_given_than_one_contact_may_ask():
    outcomes = outcomes_of(lambda: login.ask_code(contact=MAIL, now=make.NOON), times=9)

    assert outcomes == {"done": 5, "TooManyCodes": 4}


def test_no_more_wrong_codes_are_looked_at_than_there_are_tries():
    make.account(mail=MAIL)
    login.ask_code(contact=MAIL, now=make.NOON)

    outcomes = outcomes_of(lambda: login.check_code(contact=MAIL, code="1", now=make.NOON), times=9)

    assert outcomes == {"CodeIsWrong": 5, "TooManyTries": 4}


def test_one_code_lets_in_once():
    make.account(mail=MAIL)
    digits = login.codes.digits_of(login.ask_code(contact=MAIL, now=make.NOON).pk)

    outcomes = outcomes_of(lambda: login.check_code(contact=MAIL, code=digits, now=make.NOON), times=6)

    assert outcomes == {"done": 1, "CodeIsTooOld": 5}


def test_two_senders_owe_one_message_for_a_code():
    make.account(mail=MAIL)
    login.ask_code(contact=MAIL, now=make.NOON)

    outcomes_of(lambda: login.take_up(make.NOON), times=4)

    assert login.outbox.counts()["waiting"] == 1
