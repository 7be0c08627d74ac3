"""Asks every address as everybody, for a row that is not theirs and for no row at all, and compares."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import resolve

from backend.config.twin_worlds.routes import addresses
from tests import make
from tests.laws.not_yours import filled, matrix
from tests.laws.not_yours.asking import Answer, Asker, ids_in, taken_back
from tests.laws.not_yours.matrix import Line, path_of, path_of_nothing
from tests.laws.not_yours.world import World, lived_in, same_kind_elsewhere

METHODS = ("get", "post", "patch", "delete")
NOT_OFFERED = 405
Body = dict[str, Any]


@dataclass(kw_only=True)
class Towns:
    """Two towns, and how each address is asked.

    Attributes:
        methods: name of an address to the methods that it knows.
        forms: (role, address, body) of every form on the pages of those who may see the rows.
        bodies: name of an address to a body with which its deed would be done.
    """

    here: World
    there: World
    methods: dict[str, set[str]] = field(default_factory=dict)
    forms: list[tuple[str, str, Body]] = field(default_factory=list)
    bodies: dict[str, Body] = field(default_factory=dict)

    def asker(self, role: str, *, of_the_other: bool = False) -> Asker:
        """The browser of somebody in this role."""
        return Asker((self.there if of_the_other else self.here).people[role])

    def differences(self, asker: Asker, lines: Iterable[Line]) -> list[str]:
        """By what this person can tell these rows from rows that do not exist; or what the question changed."""
        missing: dict[tuple[str, str], Answer] = {}
        told = []
        for line in lines:
            for method in self.methods.get(line.name, METHODS):
                body, key = self._body(line, method), (line.path, method)
                missing[key] = missing.get(key) or asker.ask(method, path_of_nothing(line), body)
                found = asker.ask(method, path_of(line, self.here), body)
                if by := difference(found, missing[key]) or "something was written" * bool(found.writes):
                    told.append(f"{method} {line.name} ({line.kind}): {by}")
        return told

    def _body(self, line: Line, method: str) -> Body:
        return self.bodies.get(line.name, {}) if method == "post" else {}

    def is_there_for_somebody(self, line: Line) -> bool:
        """Whether any of those who may see this row can tell it from none."""
        for role in sorted(line.may):
            with taken_back():
                if self.differences(self.asker(role), [line]):
                    return True
        return False


def difference(found: Answer, missing: Answer) -> str:
    """What tells the one from the other; empty when nothing does."""
    if found.status != missing.status:
        return f"{found.status} is not {missing.status}"
    if found.status >= 500:
        return f"error {found.status} of the server"
    if found.whole != missing.whole:
        return f"two answers with {found.status} are not the same"
    if found.queries != missing.queries:
        return f"{found.queries} queries are not {missing.queries}"
    return ""


def two_towns() -> Towns:
    """Made, and every address tried once by who may see its row."""
    towns = Towns(here=lived_in(make.TOWN), there=lived_in(make.OTHER_TOWN))
    for role in sorted({min(line.may) for line in matrix.lines() if line.may}):
        asker, mine = towns.asker(role), [line for line in matrix.lines() if role in line.may]
        for path in _pages_without_an_id(mine):
            towns.forms += [(role, *form) for form in filled.posts(path, asker.page(path))]
        for line in mine:
            towns.methods.setdefault(line.name, set()).update(_methods(towns, asker, line))
            path = path_of(line, towns.here)
            if "get" in towns.methods[line.name]:
                towns.forms += [(role, *form) for form in filled.posts(path, asker.page(path))]
    for _, action, body in towns.forms:
        towns.bodies[resolve(action).view_name] = body
    towns.bodies |= filled.bodies_of_the_api() | matrix.BODIES
    for name, (role, key, kind) in matrix.IDS_IN_JSON.items():
        if kind:
            address, about = matrix.API[name]
            at = address.replace("{id}", str(towns.here.rows.get(about, "")))
            towns.forms.append((role, at, towns.bodies[name] | {key: str(towns.here.rows[kind])}))
    return towns


def _pages_without_an_id(lines: Iterable[Line]) -> list[str]:
    spaces = {line.name.rpartition(":")[0] for line in lines} - {"", "admin"}
    return ["/" + route for name, route in addresses() if name.rpartition(":")[0] in spaces and "<" not in route]


def _methods(towns: Towns, asker: Asker, line: Line) -> Iterator[str]:
    """Those that the address knows; what is answered like a GET is a GET."""
    answers = {}
    for method in METHODS:
        with taken_back():
            answers[method] = asker.ask(method, path_of(line, towns.here))
        if answers[method].status != NOT_OFFERED and (
            method == "post" or answers[method] not in list(answers.values())[:-1]
        ):
            yield method


def told_by_ids(towns: Towns) -> tuple[int, list[str]]:
    """Every form once, with each of its ids in turn that of a row of the other town: how many, and what tells."""
    elsewhere, told, seen = same_kind_elsewhere(towns.here), [], set()
    for role, action, body in towns.forms:
        for name, value in body.items():
            key = (resolve(action).view_name, name)
            if isinstance(value, str) and value in elsewhere and key not in seen:
                seen.add(key)
                ids, asker = (elsewhere[value], uuid4()), towns.asker(role)
                found, missing = (_asked_with(asker, action, body | {name: str(each)}) for each in ids)
                told += [f"{action} {name}: {by}"] if (by := difference(found, missing)) else []
    return len(seen), told


def _asked_with(asker: Asker, path: str, body: Mapping[str, Any]) -> Answer:
    with taken_back():
        return asker.ask("post", path, body, hidden=[each for value in body.values() for each in ids_in(str(value))])
