"""Every address either asks for a login or stands on the list of public ones."""

import uuid

import pytest
from django.test import Client

from backend.config.twin_worlds.routes import addresses

PUBLIC_PREFIXES = ("public:", "mailbox:", "style")
PUBLIC_ROUTES = {
    "healthz",
    "readyz",
    "klantmanager/readyz",
    "metrics",
    "notify/ontvangst",
    "api/v1/openapi.json",
    "beheer/login/",
}
SAMPLE = {"uuid": str(uuid.UUID(int=7)), "int": "7", "str": "x", "slug": "x"}


def sample_path(route: str) -> str:
    """A path of this route, with invented ids."""
    parts = []
    for part in route.replace("^", "").replace("$", "").replace("\\Z", "").split("/"):
        for kind, value in SAMPLE.items():
            if part.startswith(f"<{kind}:"):
                parts.append(value + part[part.index(">") + 1 :])
                break
        else:
            parts.append(part)
    return "/" + "/".join(parts)


PRIVATE_PAGES = [
    (name, route)
    for name, route in addresses()
    if not name.startswith(PUBLIC_PREFIXES)
    and route not in PUBLIC_ROUTES
    and not route.startswith(("beheer/", "api/"))
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "route"), PRIVATE_PAGES, ids=[name for name, _ in PRIVATE_PAGES])
def test_a_page_that_is_not_public_shows_a_stranger_nothing_but_the_login(name, route):
    stranger = Client()

    answers = [stranger.get(sample_path(route)), stranger.post(sample_path(route))]

    for answer in answers:
        assert answer.status_code in {302, 404, 405}
        if answer.status_code == 302:
            assert answer.headers["Location"].startswith("/inloggen/")


def test_the_law_looks_at_every_audience():
    spaces = {name.split(":")[0] for name, _ in PRIVATE_PAGES}

    assert {"coordinator", "caseworker", "staff", "newcomer", "volunteer"} <= spaces
