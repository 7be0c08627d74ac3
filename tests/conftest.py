"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import connections
from django_scopes import scope
from hypothesis import settings

from tests import make

# The same cases on every run, so that a build says something about a change and nothing about luck.
# New ones: make test ARGS="--hypothesis-profile=default".
settings.register_profile("build", derandomize=True)
settings.load_profile("build")

BEHIND_THE_WALL = (
    "tests/api/test_benefits_system.py",
    "tests/api/test_obligations.py",
    "tests/backend/config/",
    "tests/backend/obligations/",
    "tests/frontend/caseworker/",
    "tests/laws/test_not_yours.py",
    "tests/laws/test_twin_worlds.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only these tests may reach the rows behind the wall; in any other one, code that tries fails the test."""
    for item in items:
        if item.nodeid.startswith(BEHIND_THE_WALL):
            given = item.get_closest_marker("django_db")
            kept = given.kwargs if given else {}
            item.add_marker(pytest.mark.django_db(**kept | {"databases": ["default", "duties"]}), append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The usual tables, and those behind the wall, made by their own role."""
    with django_db_blocker.unblock():
        behind = connections["duties"]
        behind.creation.set_as_test_mirror(connections["default"].settings_dict)
        call_command("migrate", "obligations", database="duties", verbosity=0)
    yield
    with django_db_blocker.unblock():
        behind.close()


@pytest.fixture
def town(request: pytest.FixtureRequest, db: None) -> Iterator[str]:
    """The town of the test is made and open; its code. Behind the wall it and its neighbour have an ordinance."""
    make.town()
    given = request.node.get_closest_marker("django_db")
    if given and "duties" in given.kwargs.get("databases", ()):
        make.ordinance()
        make.ordinance(of=make.OTHER_TOWN)
    with scope(municipality=make.TOWN):
        yield make.TOWN
