"""``make lint``: style, types, import contracts, templates, migrations, sizes and the compose file."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local import setup
from local.folders import ROOT, VENV, python
from local.trouble import Trouble

MADE = {".git", ".venv", "node_modules", "var", "dist", "__pycache__"}


@dataclass(frozen=True, kw_only=True)
class Check:
    """One program that says nothing is wrong by exit status 0."""

    name: str
    arguments: tuple[str | Path, ...]


def main() -> None:
    """Run every check, two at a time, and show what the failing ones said.

    Raises:
        Trouble: at least one check found something.
    """
    setup.python_packages()
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(_run, checks()))
    failed = [check.name for check, done in results if done.returncode]
    for check, done in results:
        print(f"{'ok  ' if done.returncode == 0 else 'FAIL'} {check.name}")
        if done.returncode:
            print((done.stdout + done.stderr).rstrip(), end="\n\n")
    sys.stdout.flush()
    if failed:
        raise Trouble(f"make lint: correct what {', '.join(failed)} found above.")


def checks() -> tuple[Check, ...]:
    """The slowest first, so that the others run beside it."""
    tools = VENV / "bin"
    return (
        Check(name="types", arguments=(tools / "mypy", ".")),
        Check(name="style", arguments=(tools / "ruff", "check", "--quiet", ".")),
        Check(name="layout", arguments=(tools / "ruff", "format", "--check", "--quiet", ".")),
        Check(name="imports", arguments=(tools / "lint-imports", "--no-cache")),
        Check(
            name="migrations",
            arguments=(python(), ROOT / "manage.py", "makemigrations", "--check", "--dry-run"),
        ),
        Check(name="templates", arguments=(tools / "djade", "--check", "--target-version", "5.2", *templates())),
        Check(name="catalogues", arguments=(python(), "-m", "frontend.catalogues", "check")),
        Check(name="sizes", arguments=(python(), "-m", "local.sizes")),
        Check(name="compose", arguments=(python(), "-m", "local.compose")),
    )


def templates() -> list[Path]:
    """Every template of ours."""
    return [file for file in files(".html") if "templates" in file.relative_to(ROOT).parts]


def files(suffix: str) -> list[Path]:
    """Every file of ours with this suffix."""
    found = []
    for parent, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in MADE]
        found += [Path(parent, name) for name in names if name.endswith(suffix)]
    return sorted(found)


def _run(check: Check) -> tuple[Check, subprocess.CompletedProcess[str]]:
    environment = dict(os.environ) | {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/no_database_is_needed",
        "DJANGO_SETTINGS_MODULE": "backend.config.settings",
        "PYTHONWARNINGS": "ignore::RuntimeWarning",
        "SECRET_KEY": "only-for-lint",
    }
    done = subprocess.run(
        check.arguments,
        check=False,
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    return check, done
