"""What every test may ask for."""

from collections.abc import Iterator

import pytest
from django_scopes import scope

from tests import make


@pytest.fixture
def town(db: None) -> Iterator[str]:
    """The town of the test is made and open; its code."""
    make.town()
    with scope(municipality=make.TOWN):
        yield make.TOWN
