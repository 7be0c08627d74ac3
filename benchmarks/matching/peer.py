"""The peer ``mentor-match`` 7 on the same people, in a folder and a process apart: its module is ``matching``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.matching.stage import Measured
from matching.generate import Population
from matching.rows import LEVELS, Newcomer, Person, Volunteer

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "var" / "peer"
PACKAGE = "mentor-match==7.0.1"


class Peer(NamedTuple):
    """What it took and what came of it."""

    measured: Measured
    people: int
    disallowed: int


def is_there() -> bool:
    """Whether the peer can be had; it is installed at the first call."""
    if not (FOLDER / "matching").exists():
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(FOLDER), PACKAGE]
        subprocess.run(pip, check=False)
    return (FOLDER / "matching").exists()


def match(people: Population) -> Peer:
    """Give it the complete people, a mentor for each place."""
    given = {
        "mentee": [_facts(one, one.id) for one in people.newcomers if not one.missing],
        "mentor": [
            _facts(one, f"{one.id}/{place}")
            for one in people.volunteers
            if not one.missing
            for place in range(one.capacity)
        ],
    }
    script = [sys.executable, str(ROOT / "benchmarks" / "matching" / "peer_script.py"), str(FOLDER)]
    said = subprocess.run(script, check=True, input=json.dumps(given), capture_output=True, text=True)
    found = json.loads(said.stdout)
    return Peer(Measured(found["seconds"], found["megabytes"]), found["people"], found["disallowed"])


def _facts(person: Person, name: str) -> dict[str, Any]:
    level = person.dutch_level if isinstance(person, Newcomer) else "A0"
    level = person.min_level if isinstance(person, Volunteer) else level
    return {
        "id": name,
        "town": person.municipality,
        "home": [person.x, person.y],
        "reach": person.max_distance_m,
        "languages": sorted(person.languages),
        "free": [list(window) for window in person.availability],
        "online": person.online,
        "gender": person.gender,
        "wish": person.buddy_gender,
        "level": LEVELS.index(level),
        "minutes": person.session_minutes if isinstance(person, Newcomer) else 0,
    }
