"""The commands behind the Makefile: ``python -m local run | test | lint | setup | reset | services``."""

import sys
from collections.abc import Callable

# Said in words before anything is read that an older Python does not understand.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Taalmaatje needs Python 3.11 or newer. Name one: make run PYTHON=python3.12")

from local import folders, lint, processes, reset, run, servers, setup, testing
from local.trouble import Trouble

COMMANDS: dict[str, Callable[[list[str]], None]] = {
    "run": lambda _arguments: run.main(),
    "test": testing.main,
    "lint": lambda _arguments: lint.main(),
    "setup": lambda _arguments: setup.main(),
    "reset": lambda _arguments: reset.main(),
    "services": lambda _arguments: servers.main(),
}


def main(words: list[str]) -> None:
    """Run one command; what goes wrong on this machine is said in a sentence."""
    name, arguments = (words or [""])[0], words[1:]
    if name not in COMMANDS:
        sys.exit(f"Say one of: {', '.join(COMMANDS)}.")
    processes.stop_with_make()
    folders.keep_compiled()
    try:
        COMMANDS[name](arguments)
    except Trouble as trouble:
        sys.exit(f"\n{trouble}")
    except OSError as error:
        what = f"{error.filename}: {error.strerror}" if error.filename else str(error)
        sys.exit(f"\nThis machine refused something ({what}): see to the disk, or to whom the files belong.")
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


main(sys.argv[1:])
