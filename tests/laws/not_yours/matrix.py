"""Which address is about which row, and who may see it. An address that is not said here fails the build."""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from backend.config.twin_worlds.routes import PARAMETER, addresses
from tests.laws.not_yours.world import World

COORDINATORS = frozenset({"coordinator", "coordinator of one house"})
LEARNER, HELPER = frozenset({"learner"}), frozenset({"helper"})
LEADER, STANDS_IN, ANSWERED = (frozenset({role}) for role in ("leader of the table", "who stands in", "who answered"))
BOTH = LEARNER | HELPER | COORDINATORS
DESK = frozenset({"caseworker"})
ADVISER, OPERATOR, NOBODY = frozenset({"confidential adviser"}), frozenset({"operator"}), frozenset()

# Not the id of a row that belongs to somebody: a page of a form, a kind of message, a secret that is its own key,
# a town (public), the door of a house (public).
OPEN = {"slug", "kind", "token", "code", "centre_id at public", "pk at municipality", "app_label", "url"}
WORDS = {
    "name": {"take_away": "pdf", "write": "wijzigen", "own_write": "uren", "own_take_away": "pdf"},
    "content_type_id": {"view_on_site": "1"},
}

# (where, parameter) -> kinds of row with who may see each
PAGES = {
    ("coordinator", "newcomer_id"): {"newcomer": COORDINATORS},
    ("coordinator", "volunteer_id"): {"volunteer": COORDINATORS},
    ("coordinator", "proposal_id"): {"proposal": COORDINATORS, "proposal to judge": COORDINATORS},
    ("coordinator", "pair_id"): {"pair": COORDINATORS},
    ("coordinator", "check_id"): {"check": COORDINATORS},
    ("coordinator", "task_id"): {"task": COORDINATORS},
    ("coordinator", "meeting_id"): {"meeting": COORDINATORS, "past meeting": COORDINATORS},
    ("coordinator", "person_id"): {"person": COORDINATORS},
    ("coordinator", "absence_id"): {"absence of the learner": COORDINATORS},
    ("coordinator", "centre_id"): {"house": COORDINATORS},
    ("coordinator", "closure_id"): {"closure": COORDINATORS},
    ("coordinator", "exclusion_id"): {"exclusion": COORDINATORS, "sealed exclusion": NOBODY},
    ("coordinator", "round_id"): {"round": COORDINATORS, "published round": COORDINATORS},
    ("coordinator", "language_table_id"): {"table": COORDINATORS},
    ("coordinator", "table_seat_id"): {"seat": COORDINATORS},
    ("coordinator", "pin_id"): {"pin": COORDINATORS},
    ("coordinator", "substitution_id"): {"substitution": COORDINATORS},
    ("coordinator", "hours_entry_id"): {"hours from paper": frozenset({"coordinator"})},
    ("coordinator", "report_id"): {"report": NOBODY},
    ("adviser", "report_id"): {"report": ADVISER},
    ("newcomer", "proposal_id"): {"proposal": LEARNER, "proposal to judge": NOBODY},
    ("newcomer", "meeting_id"): {"meeting": LEARNER, "past meeting": LEARNER},
    ("newcomer", "pair_id"): {"pair": LEARNER},
    ("newcomer", "absence_id"): {"absence of the learner": LEARNER, "absence of the helper": NOBODY},
    ("newcomer", "table_offer_id"): {"offer": LEARNER},
    ("newcomer", "table_seat_id"): {"seat": LEARNER},
    ("newcomer", "plan_id"): {"plan": LEARNER},
    ("newcomer", "pause_id"): {"pause": LEARNER},
    ("volunteer", "proposal_id"): {"proposal": HELPER, "proposal to judge": NOBODY},
    ("volunteer", "meeting_id"): {"meeting": HELPER, "past meeting": HELPER},
    ("volunteer", "pair_id"): {"pair": HELPER},
    ("volunteer", "absence_id"): {"absence of the helper": HELPER, "absence of the learner": NOBODY},
    ("volunteer", "certificate_id"): {"certificate": HELPER},
    ("volunteer", "plan_id"): {"plan": HELPER},
    ("volunteer", "pause_id"): {"pause": HELPER},
    ("volunteer", "language_table_id"): {"table": LEADER},
    ("caseworker", "person_id"): {"person": DESK | {"another caseworker"}},
    ("caseworker", "obligation_id"): {"duty": DESK},
    ("caseworker", "statement_id"): {"duty statement": HELPER | DESK, "participation statement": NOBODY},
    ("caseworker", "statement_id at participation_pdf"): {
        "duty statement": NOBODY,
        "participation statement": LEARNER,
    },
    ("municipality", "pk"): {},
    ("newcomer-", "pk"): {"newcomer": LEARNER | COORDINATORS},
    ("volunteer-", "pk"): {"volunteer": HELPER | COORDINATORS},
    ("matching-round-", "pk"): {"round": COORDINATORS, "published round": COORDINATORS},
    ("proposal-", "pk"): {"proposal": BOTH, "proposal to judge": COORDINATORS},
    ("pair-", "pk"): {"pair": BOTH},
    ("language-plan-", "pk"): {"plan": BOTH},
    ("pair-pause-", "pk"): {"pause": BOTH},
    ("pair-check-", "pk"): {"check": ANSWERED | COORDINATORS},
    ("substitution-", "pk"): {"substitution": BOTH | STANDS_IN},
    ("case-note-", "pk"): {"note": COORDINATORS},
    ("coordinator-task-", "pk"): {"task": COORDINATORS},
    ("language-table-", "pk"): {"table": LEADER | COORDINATORS},
    ("table-offer-", "pk"): {"offer": LEARNER | COORDINATORS},
    ("table-seat-", "pk"): {"seat": LEARNER | COORDINATORS},
    ("closure-", "pk"): {"closure": COORDINATORS},
    ("meeting-", "pk"): {"meeting": BOTH, "past meeting": BOTH},
    ("absence-", "pk"): {
        "absence of the learner": LEARNER | COORDINATORS,
        "absence of the helper": HELPER | COORDINATORS,
    },
    ("obligation-", "pk"): {"duty": DESK},
    ("hours-statement-", "pk"): {"duty statement": DESK},
    ("hours-statement-participation-", "pk"): {"participation statement": LEARNER, "duty statement": NOBODY},
    ("admin", "/beheer/r/"): {"person": OPERATOR},
    ("admin", "/beheer/people/account/"): {"person": OPERATOR},
    ("admin", "/beheer/people/coordinator/"): {"coordinator": OPERATOR},
    ("admin", "/beheer/people/caseworker/"): {"caseworker": OPERATOR},
    ("admin", "/beheer/people/confidentialadviser/"): {"adviser": OPERATOR},
    ("admin", "/beheer/people/programmemanager/"): {"manager": OPERATOR},
    ("admin", "/beheer/people/policyofficer/"): {"officer": OPERATOR},
}

# Ids in the JSON of an operation: who sends it, the field, and the kind of row (none: a login, which has no town)
IDS_IN_JSON = {
    "absence-list": ("coordinator", "accountId", "person"),
    "closure-list": ("coordinator", "centreId", "house"),
    "meeting-moves": ("helper", "centreId", "house"),
    "obligation-list": ("caseworker", "personId", "person"),
    "obligation-undoings": ("caseworker", "decisionId", "decision"),
    "pair-extra-meetings": ("coordinator", "centreId", "house"),
    "pair-handovers": ("coordinator", "volunteerId", "volunteer"),
    "pair-introductions": ("coordinator", "meetingId", "meeting"),
    "pair-joint-meetings": ("coordinator", "centreId", "house"),
    "pair-substitutions": ("coordinator", "volunteerId", "volunteer"),
    "pair-tasks": ("coordinator", "to", ""),
    "backend.api.people.Sessions": ("stranger", "account", ""),
}
# A whole body, where the description alone does not lead to one
BODIES: dict[str, dict[str, object]] = {
    "pair-checks": {"moment": "START", "face": 3},
    "obligation-changes": {
        "requestId": str(uuid.uuid4()),
        "kind": "SUSPEND",
        "caseReference": "Z-2026-2",
        "decidedOn": "2026-11-20",
        "startsOn": "2026-11-23",
    },
}
# Where such an operation is, and of which kind of row
API = {
    "absence-list": ("/api/v1/absences", ""),
    "closure-list": ("/api/v1/closures", ""),
    "meeting-moves": ("/api/v1/meetings/{id}/moves", "meeting"),
    "obligation-list": ("/api/v1/obligations", ""),
    "obligation-undoings": ("/api/v1/obligations/{id}/undoings", "duty"),
    "pair-extra-meetings": ("/api/v1/pairs/{id}/extra-meetings", "pair"),
    "pair-handovers": ("/api/v1/pairs/{id}/handovers", "pair"),
    "pair-introductions": ("/api/v1/pairs/{id}/introductions", "pair"),
    "pair-joint-meetings": ("/api/v1/pairs/{id}/joint-meetings", "pair"),
    "pair-substitutions": ("/api/v1/pairs/{id}/substitutions", "pair"),
}


class NotInTheMatrix(Exception):
    """An address with an id of which the matrix does not say what it is about and who may see it."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """An address and a kind of row: ``path`` has ``{id}`` where the id comes."""

    name: str
    path: str
    kind: str
    may: frozenset[str]


def lines(found: Iterator[tuple[str, str]] | None = None) -> list[Line]:
    """All of them.

    Raises:
        NotInTheMatrix: an address that the matrix does not know.
    """
    return [line for name, route in found or addresses() if "<" in route for line in _lines_of(name, route)]


def _lines_of(name: str, route: str) -> Iterator[Line]:
    space, _, short = name.rpartition(":")
    path, subject = "/" + re.sub(r"\^|\\Z|\$", "", route), ""
    for first, second in PARAMETER.findall(route):
        parameter = first or second
        here = re.compile(rf"<(?:\w+:)?{parameter}>|\(\?P<{parameter}>[^)]*\)")
        if word := WORDS.get(parameter, {}).get(short):
            path = here.sub(word, path)
        else:
            path = here.sub("{id}", path)
            subject = parameter
    if not subject or {subject, f"{subject} at {space}", f"{subject} at {short.partition('-')[0]}"} & OPEN:
        return
    for kind, may in _kinds(name, path, subject).items():
        yield Line(name=name, path=path, kind=kind, may=may)


def _kinds(name: str, path: str, parameter: str) -> dict[str, frozenset[str]]:
    space, _, short = name.rpartition(":")
    if space == "admin":
        known = [key for key in PAGES if key[0] == "admin" and path.startswith(key[1])]
    elif space:
        known = [key for key in ((space, parameter), (space, f"{parameter} at {short}")) if key in PAGES]
    else:
        known = [key for key in PAGES if key[0].endswith("-") and short.startswith(key[0])]
    best = max(known, key=lambda key: len("".join(key)), default=("", ""))
    if best not in PAGES:
        raise NotInTheMatrix(f"{name} {path}")
    if space == "admin" and (short in {"", "view_on_site"} or short.endswith("_delete")):
        return dict.fromkeys(PAGES[best], NOBODY)  # there is no deleting, and nothing to see elsewhere
    return PAGES[best]


def path_of(line: Line, world: World) -> str:
    """Where this address is about the row of this town."""
    return line.path.replace("{id}", str(world.rows[line.kind]))


def path_of_nothing(line: Line) -> str:
    """Where it is about no row at all; as long as the other one."""
    return line.path.replace("{id}", str(uuid.uuid4()))
