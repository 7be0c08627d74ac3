"""Where things lie on this machine: the project, what is installed for it, and its state."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
FRONTEND = ROOT / "frontend"
VAR = Path(os.environ.get("VAR_FOLDER") or ROOT / "var").absolute()


def keep_compiled() -> None:
    """Every Python that we start compiles a module once and for all, in a folder of ours.

    Without this a process on a machine that says ``PYTHONDONTWRITEBYTECODE`` spends seconds on it at each start.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(VENV / "bytecode")


def python() -> Path:
    """The interpreter in which the product runs."""
    return VENV / "bin" / "python"


def packages() -> Path | None:
    """The folder of the installed packages, or None before the first set-up."""
    return next(iter(sorted(VENV.glob("lib/python3*/site-packages"))), None)


def short(path: Path) -> str:
    """A path as people read it: relative to the project where it lies inside."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
