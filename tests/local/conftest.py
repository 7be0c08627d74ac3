"""A runner for each test, stopped afterwards whatever happened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.local.runner import Runner


@pytest.fixture
def runner(tmp_path: Path) -> Iterator[Runner]:
    runner = Runner(tmp_path / "var")
    yield runner
    if runner.process:
        runner.stop()
