"""The same request by two ways at once: the unique request id decides, and both get the same answer."""

import threading
import uuid

import pytest
from django.db import connection

from backend.people import consent, registration
from backend.people.models import Account
from tests import make


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("logged_in", [False, True])
def test_one_request_sent_twice_at_the_same_time_makes_one_person(logged_in):
    make.neighbourhood()
    account = make.account() if logged_in else None
    people_before = Account.objects.count()
    together, request_id, made = threading.Barrier(4), uuid.uuid4(), []

    def send():
        try:
            together.wait(10)
            made.append(
                registration.register_newcomer(
                    town=make.TOWN,
                    about=registration.NewcomerDetails(
                        full_name="Amina",
                        mail="amina@example.org",
                        neighbourhood="BU02160000",
                        languages=("tir",),
                        dutch_level="A1",
                        consent_version=consent.CURRENT,
                    ),
                    request_id=request_id,
                    now=make.NOON,
                    account=account,
                )
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert len(made) == 4
    assert len({newcomer.pk for newcomer in made}) == 1
    assert Account.objects.count() - people_before == (0 if logged_in else 1)
