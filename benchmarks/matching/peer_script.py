"""mentor-match on a population given as JSON, with its own folder first on the path: its module is ``matching``.

``python benchmarks/matching/peer_script.py FOLDER < people.json`` prints seconds, people matched, and the pairs among
its answer that its own rules disallow.
"""

import json
import math
import sys
import time
from pathlib import Path


def is_allowed(match) -> bool:  # type: ignore[no-untyped-def]
    """The hard rules of docs/matching.md, for a round of towns apart."""
    n, v = match.mentee.facts, match.mentor.facts
    shares = set(n["languages"]) & set(v["languages"])
    online = n["online"] and v["online"] and n["level"] >= 2
    near = math.dist(n["home"], v["home"]) <= min(n["reach"], v["reach"])
    return bool(
        n["town"] == v["town"]
        and n["wish"] in ("", v["gender"])
        and v["wish"] in ("", n["gender"])
        and n["level"] >= v["level"]
        and (shares or n["level"] >= 2)
        and any(
            min(a[2], b[2]) - max(a[1], b[1]) >= n["minutes"] for a in n["free"] for b in v["free"] if a[0] == b[0]
        )
        and (near or online)
    )


def shares_a_language(match) -> bool:  # type: ignore[no-untyped-def]
    """Whether the two share one."""
    return bool(set(match.mentee.facts["languages"]) & set(match.mentor.facts["languages"]))


def main() -> None:
    """Match them once, with a score for a shared language and for a shared goal."""
    sys.path.insert(0, sys.argv[1])
    from matching.mentee import Mentee  # type: ignore[import-not-found]  # noqa: PLC0415
    from matching.mentor import Mentor  # type: ignore[import-not-found]  # noqa: PLC0415
    from matching.rules.rule import Disqualify, Generic  # type: ignore[import-not-found]  # noqa: PLC0415

    from matching import process  # type: ignore[attr-defined]  # noqa: PLC0415 - the other ``matching``

    given = json.load(sys.stdin)
    people = {"mentee": [], "mentor": []}  # type: ignore[var-annotated]
    for kind, make in (("mentee", Mentee), ("mentor", Mentor)):
        for facts in given[kind]:
            person = make(grade=1, email=facts["id"])
            person.facts = facts
            people[kind].append(person)
    rules = [Disqualify(lambda match: not is_allowed(match)), Generic({True: 20, False: 5}, shares_a_language)]
    began, disallowed = time.perf_counter(), 0
    matrix = process.generate_match_matrix(people["mentor"], people["mentee"], rules)
    for row, column in process.calculate_matches(process.prepare_matrix(matrix)):
        disallowed += matrix[row][column].disallowed
        matrix[row][column].mark_successful()
    seconds = time.perf_counter() - began
    matched = sum(bool(person.mentors) for person in people["mentee"])
    status = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    megabytes = next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024
    found = {"seconds": seconds, "megabytes": megabytes, "people": matched, "disallowed": disallowed}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
