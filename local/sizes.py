"""No file grows beyond what a reader holds in mind: part of ``make lint``."""

import sys
from pathlib import Path

from local import lint
from local.folders import short

PYTHON_LINES = 400
TEMPLATE_LINES = 120


def too_long(paths: list[Path], most: int) -> list[str]:
    """A sentence for each file with more lines than ``most``."""
    counted = ((path, len(path.read_text(encoding="utf-8").splitlines())) for path in paths)
    return [f"{short(path)} has {lines} lines (most: {most})" for path, lines in counted if lines > most]


def main() -> None:
    """Exit status 1 with a line for each file that is too long."""
    code = [path for path in lint.files(".py") if "migrations" not in path.parts]
    found = too_long(code, PYTHON_LINES) + too_long(lint.templates(), TEMPLATE_LINES)
    sys.exit("\n".join(found) or None)


if __name__ == "__main__":
    main()
