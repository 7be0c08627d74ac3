"""Twin worlds: nobody but the caseworker and the person can notice who is under a duty.

The same town is shown twice to everybody, once without and once with a duty on some volunteers. Every page and
every answer of the API must be the same, byte for byte, and take the same number of queries. The addresses come
from the URLconf: a new one with a parameter must get a sample here, or this test fails.
"""

import re
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.obligations import decisions
from backend.obligations.models import LegalBasis
from tests import make
from tests.laws.test_addresses import addresses

pytestmark = pytest.mark.usefixtures("town")

OF_ONE_REQUEST = [  # what differs between any two requests, whoever asks
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'name="request_id" value="[^"]+"'),
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    re.compile(rb"csrftoken=[^;]+"),
]
SILENT = ("mailbox:", "caseworker:statement")
CANARY = "CANARY-4711"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def _town():
    centre = make.centre()
    pairs = [make.pair(volunteer=make.volunteer(capacity=2)) for _ in range(3)]
    meetings = [make.meeting(pair=pair) for pair in pairs]
    proposals = [make.proposal(), make.proposal(volunteer=pairs[0].volunteer)]
    roles = {
        "coordinator": make.coordinator().account,
        "programme manager": make.programme_manager().account,
        "volunteer beside them": pairs[2].volunteer.account,
        "learner of the volunteer": pairs[0].newcomer.account,
        "another caseworker": make.caseworker().account,
        "operator": make.account(is_staff=True, is_superuser=True),
        "volunteer under a duty": pairs[0].volunteer.account,
    }
    samples = {
        "newcomer_id": [pairs[0].newcomer_id],
        "volunteer_id": [pairs[0].volunteer_id, pairs[2].volunteer_id],
        "proposal_id": [each.pk for each in proposals],
        "pair_id": [pairs[0].pk, pairs[2].pk],
        "meeting_id": [meetings[0].pk, meetings[2].pk],
        "person_id": [pairs[0].volunteer.account_id],
        "exclusion_id": [uuid.UUID(int=1)],
        "pin_id": [uuid.UUID(int=8)],
        "round_id": [uuid.UUID(int=2)],
        "obligation_id": [uuid.UUID(int=3)],
        "statement_id": [uuid.UUID(int=4)],
        "certificate_id": [uuid.UUID(int=5)],
        "pair_check_id": [uuid.UUID(int=11)],
        "coordinator_task_id": [uuid.UUID(int=12)],
        "language_plan_id": [uuid.UUID(int=10)],
        "pair_pause_id": [uuid.UUID(int=9)],
        "report_id": [uuid.UUID(int=6)],
        "absence_id": [uuid.UUID(int=9)],
        "closure_id": [uuid.UUID(int=10)],
        "centre_id": [centre.pk],
        "language_table_id": [make.language_table(centre=centre, leader=pairs[2].volunteer).pk],
        "table_offer_id": [uuid.UUID(int=9)],
        "table_seat_id": [uuid.UUID(int=10)],
        "token": ["unknown"],
        "step": ["wie"],
        "slug": ["wie"],
        "name": ["unknown"],
        "kind": ["pdf", "pair_ended"],
        "role": ["newcomer"],
        "way": ["leren"],
        "town": [make.TOWN],
        "code": [make.TOWN],
        "pk": [pairs[0].pk, pairs[0].volunteer_id, proposals[0].pk, meetings[0].pk],
    }
    return pairs, roles, samples


def _paths(samples):
    for name, route in addresses():
        if name.startswith(SILENT) or route.startswith("beheer/"):
            continue
        names = [first or second for first, second in PARAMETER.findall(route)]
        unknown = set(names) - set(samples)
        assert not unknown, f"Give the address {route!r} a sample for {unknown}."
        paths = [route.replace("^", "").replace("\\Z", "").replace("$", "")]
        for parameter in names:
            paths = [
                re.sub(rf"<(?:\w+:)?{parameter}>|\(\?P<{parameter}>[^)]*\)", str(value), path)
                for path in paths
                for value in samples[parameter]
            ]
        yield from ("/" + path.lstrip("/") for path in paths)


def _masked(answer) -> bytes:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = "\n".join(f"{key}: {value}" for key, value in sorted(answer.headers.items()))
    whole = headers.encode() + b"\n\n" + body
    for pattern in OF_ONE_REQUEST:
        whole = pattern.sub(b"", whole)
    return whole


def _seen(roles, samples):
    """(role, path) -> status, bytes and number of queries, for everything that can be read."""
    seen = {}
    for role, account in roles.items():
        browser = make.browser_of(account)
        for path in _paths(samples):
            if role == "volunteer under a duty" and path.startswith("/mijn/afspraken/"):
                continue  # the person may see the own duty, there and nowhere else
            connection.queries_log.clear()
            with CaptureQueriesContext(connection) as queries:
                answer = browser.get(path)
            seen[role, path] = (answer.status_code, _masked(answer), len(queries))
    return seen


def _impose(pairs):
    caseworker = make.caseworker()
    for pair in pairs[:2]:
        decisions.link(
            town=make.TOWN,
            by=caseworker.account,
            person_id=pair.volunteer.account_id,
            client_number=CANARY,
            decision=decisions.Decision(
                legal_basis=LegalBasis.PW_9_1_C,
                case_reference=CANARY,
                decided_on=make.MONDAY,
                starts_on=make.MONDAY - timedelta(days=90),
                ends_on=make.MONDAY + timedelta(days=90),
                minutes_per_week=240,
            ),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
    return caseworker


def test_nobody_else_can_notice_who_is_under_a_duty(time_machine):
    time_machine.move_to(make.NOON, tick=False)
    pairs, roles, samples = _town()
    _seen(roles, samples)  # once to warm up what is kept between requests

    without = _seen(roles, samples)
    _impose(pairs)
    with_duty = _seen(roles, samples)

    different = [where for where in without if without[where] != with_duty[where]]
    assert different == []
    assert len(without) > 300
    assert {status for status, _body, _queries in without.values()} >= {200, 302, 404}


def test_the_comparison_sees_a_leak_when_there_is_one(time_machine):
    time_machine.move_to(make.NOON, tick=False)
    pairs, _roles, samples = _town()
    caseworker = make.caseworker()
    leaking = {"a caseworker": caseworker.account}

    without = _seen(leaking, samples)
    decisions.link(
        town=make.TOWN,
        by=caseworker.account,
        person_id=pairs[0].volunteer.account_id,
        client_number=CANARY,
        decision=decisions.Decision(
            legal_basis=LegalBasis.PW_9_1_C,
            case_reference=CANARY,
            decided_on=make.MONDAY,
            starts_on=make.MONDAY,
            ends_on=make.MONDAY,
            minutes_per_week=60,
        ),
        request_id=uuid.uuid4(),
        now=make.NOON,
    )
    with_duty = _seen(leaking, samples)

    different = {path for (role, path) in without if without[role, path] != with_duty[role, path]}
    assert "/klantmanager/" in different
    assert any(CANARY.encode() in body for _status, body, _queries in with_duty.values())
