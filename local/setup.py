"""``make setup``: Python packages, front-end assets and message catalogues; each only when it changed."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from local import browser, steps
from local.folders import FRONTEND, ROOT, VENV, packages, python
from local.trouble import Trouble

REQUIREMENTS = ROOT / "requirements" / "development.txt"
ENGINE = ROOT / "matching"
SOURCES = {".css", ".html", ".js", ".json", ".mjs", ".scss", ".svg", ".ts", ".woff2"}
MADE = {"node_modules", "dist", "locale", "__pycache__", "templates"}


def main() -> None:
    """Prepare everything; a second call finds nothing to do."""
    python_packages()
    machine_code()
    front_end()
    catalogues()


def python_packages() -> None:
    """The environment in ``.venv`` with exactly pinned packages.

    Raises:
        Trouble: this Python cannot make an environment, or a package cannot be installed.
    """
    home = steps.fingerprint([], steps.interpreter())
    wanted = steps.fingerprint([REQUIREMENTS], steps.interpreter())
    if steps.is_done("packages", wanted) and python().exists():
        return
    if not _works() or (steps.STAMPS.exists() and not steps.is_done("home", home)):
        _make_environment()
    installing = (
        *(python(), "-m", "pip", "install", "--requirement", REQUIREMENTS),
        *("--no-input", "--disable-pip-version-check", "--no-compile"),
    )
    steps.step("Installing Python packages (the first time about a minute)", installing)
    steps.note_done("home", home)
    steps.note_done("packages", wanted)


def machine_code() -> None:
    """What numba compiled of the engine is thrown away when the engine changed.

    Numba looks at the file of a loop alone: it would go on with a loop of another file as it was, and cannot read
    what it kept when a type is gone.
    """
    mark = steps.fingerprint(ENGINE.glob("**/*.py"))
    if steps.is_done("machine code", mark):
        return
    for kept in ENGINE.glob("**/__pycache__/*.nb[ci]"):
        kept.unlink()
    steps.note_done("machine code", mark)


def front_end() -> None:
    """Node packages and the built style sheets and scripts in ``frontend/static/dist``."""
    lock = FRONTEND / "package-lock.json"
    modules = FRONTEND / "node_modules"
    installed = steps.fingerprint([lock])
    if not (steps.is_done("node", installed) and modules.exists()):
        steps.step(
            "Installing front-end packages",
            npm("ci", "--ignore-scripts", "--no-audit", "--no-fund"),
            folder=FRONTEND,
            environment=_with_node(),
        )
        steps.note_done("node", installed)
    built = steps.fingerprint(_sources(), installed)
    if not (steps.is_done("assets", built) and FRONTEND.joinpath("static", "dist").exists()):
        building = npm("run", "build")
        steps.step("Building front-end assets", building, folder=FRONTEND, environment=_with_node())
        steps.note_done("assets", built)


def catalogues() -> None:
    """The message catalogues, compiled."""
    written = list(ROOT.glob("*/locale/*/LC_MESSAGES/*.po"))
    mark = steps.fingerprint(written)
    if steps.is_done("catalogues", mark) and all(file.with_suffix(".mo").exists() for file in written):
        return
    steps.step("Compiling message catalogues", [python(), "-m", "frontend.catalogues", "compile"])
    steps.note_done("catalogues", mark)


def npm(*arguments: str) -> list[str | Path]:
    """npm of the Python package, called by its own file: the package's ``bin/npm`` does not find it."""
    program = browser.node()
    package = program.parent.parent / "lib" / "node_modules" / "npm"
    return [program, package / "bin" / "npm-cli.js", *arguments]


def _with_node() -> dict[str, str]:
    return {"PATH": steps.path_before(browser.node().parent), "npm_config_update_notifier": "false"}


def _sources() -> list[Path]:
    found = []
    for parent, folders, files in os.walk(FRONTEND):
        folders[:] = [name for name in folders if name not in MADE]
        found += [Path(parent, name) for name in files if Path(name).suffix in SOURCES]
    return found


def _works() -> bool:
    """Whether the environment's interpreter still starts and has pip."""
    try:
        done = subprocess.run([python(), "-m", "pip", "--version"], check=False, capture_output=True)
    except OSError:
        return False
    return done.returncode == 0 and packages() is not None


def _make_environment() -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Trouble(
            f"This Python ({sys.executable}) cannot make a virtual environment: install its venv module "
            f"(Debian and Ubuntu: `apt install python{version}-venv`), or name another one with PYTHON=."
        )
    steps.step("Making the environment .venv", [sys.executable, "-m", "venv", "--clear", VENV])
