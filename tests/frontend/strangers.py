"""Who knocks at a door that is not for them, and what somebody sees for whom there is nothing."""

import re
from datetime import timedelta

from django_scopes import scope

from tests import make

OF_ONE_REQUEST = re.compile(
    rb'name="(?:csrfmiddlewaretoken|request_id|next)" value="[^"]*"|nonce-[\w+/=-]+|csrftoken=[^;]+'
)


def _elsewhere():
    with scope(municipality=make.OTHER_TOWN):
        return make.caseworker(of=make.OTHER_TOWN)


def _without_a_role():
    return make.volunteer(left_on=make.MONDAY)


OTHERS = {
    "a colleague": make.caseworker,
    "a caseworker of before": lambda: make.caseworker(until=make.MONDAY - timedelta(days=1)),
    "a caseworker of another town": _elsewhere,
    "a coordinator": make.coordinator,
    "a programme manager": make.programme_manager,
    "a policy officer": make.policy_officer,
    "another volunteer": make.volunteer,
    "a newcomer": make.newcomer,
    "somebody without a town": _without_a_role,
}


def masked(answer):
    """Status, headers and bytes, without what differs between any two requests of one person."""
    headers = "\n".join(f"{key}: {value}" for key, value in sorted(answer.headers.items()))
    return answer.status_code, OF_ONE_REQUEST.sub(b"", headers.encode()), OF_ONE_REQUEST.sub(b"", answer.content)


def missing_page(client, address):
    """What this person sees at an address that nobody ever had, as long as this one: it stands on the page."""
    return masked(client.get("/" + "x" * (len(address) - 1)))
