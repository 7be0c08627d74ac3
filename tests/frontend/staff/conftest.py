"""Everything here happens at noon on a Monday in winter."""

import pytest
import time_machine

from tests import make


@pytest.fixture(autouse=True)
def noon(town):
    """The clock stands still."""
    with time_machine.travel(make.NOON, tick=False):
        yield
