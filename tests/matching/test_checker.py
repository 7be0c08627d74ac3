"""The checker is a second opinion: its own code, one answer with numba and without; it finds what a search loses."""

import ast
import importlib.util
import sys
import tokenize
from pathlib import Path
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import (
    check,
    check_cells,
    check_columns,
    check_proof,
    check_reading,
    check_report,
    check_rules,
    feasibility,
    generate,
    routes,
)
from tests.matching.people import newcomer, volunteer, worlds
from tests.matching.test_check import Round, written


def near_the_limit(problem_):
    """Allowed pairs as a kernel finds them that compares distances in 32-bit floats, and rounds down."""
    edges = routes.PLAIN.allowed(problem_, 1)
    n, v = edges.newcomer, edges.volunteer
    metres = np.sqrt(feasibility.squared_distance(problem_, n, v).astype(np.float32)).astype(np.float32)
    limit = feasibility.limit(problem_, n, v).astype(np.float32) * np.float32(1 - 2**-20)
    return edges.only((metres <= limit) | feasibility.online(problem_, n, v))


def test_pairs_that_rounding_at_the_limit_lost_are_found(tmp_path, monkeypatch):
    """Two live at exactly the distance that both will travel: a fast search once lost such pairs."""
    world = {"newcomers": [newcomer(x=0, y=0, max_distance_m=500)], "day": generate.DAY, "blocked": []}
    world["volunteers"] = [volunteer(x=300, y=400, max_distance_m=500), volunteer("v2", x=0, y=1, max_distance_m=9)]
    faulty = routes.fastest()._replace(allowed=lambda problem_, _jobs: near_the_limit(problem_))
    monkeypatch.setattr(routes, "fastest", lambda: faulty)

    paths = written(tmp_path, world)

    assert check.Check(tmp_path / "out", paths).failures() == ["report: there are 2 allowed pairs, not 1"]


def without_numba():
    """The checker's own columns and rules, as they are where numba is missing."""
    with patch.dict(sys.modules, {"numba": None}):
        spec = importlib.util.spec_from_file_location("rules_without_numba", check_rules.__file__)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return module


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_without_numba_the_checker_finds_the_same_pairs_and_numbers(tmp_path_factory, world):
    path, plain = tmp_path_factory.mktemp("round"), without_numba()
    paths = written(path, world)
    one = check.Check(path / "out", paths)
    remain = np.zeros((2, one.size, 8), dtype=int)

    for about in check_rules.blocks(one.people, np.ones(one.size, dtype=bool)):
        compiled = check_rules.sweep(one.people, *about, one.most)
        assert compiled.tolist() == plain.sweep(one.people, *about, one.most).tolist()
        check_rules.count(one.people, *about, remain[0])
        plain.count(one.people, *about, remain[1])

    assert (remain[0] == remain[1]).all()
    assert (plain.sweep, plain.count) == (plain.sweep_by_columns, plain.count_by_columns)


WAITING, EVERYBODY = 6, 14


def some_proof(dice):
    """Told at random, so that much of it is wrong; nothing gathered yet."""
    told = {name: dice.integers(0, 9, EVERYBODY) for name in check_proof.Proof._fields}
    told |= {name: told[name][:WAITING] for name in ("bound", "gain")}
    seat, is_left = dice.integers(WAITING, EVERYBODY, WAITING), dice.random(WAITING) < 0.7
    told |= {"seat": seat, "own": np.where(is_left, seat, check_proof.NOBODY)}
    told |= {name: np.zeros(WAITING, dtype=int) for name in ("allowed", "open")}
    told |= {name: np.zeros(WAITING, dtype=bool) for name in ("fits", "is_unproved")}
    return check_proof.Proof(**told | {"escape": np.full(WAITING, check_proof.NOBODY)})


@settings(deadline=None)
@given(st.integers(0, 2**32), st.floats(0, 1))
def test_without_numba_the_same_is_gathered_of_the_pairs(seed, share):
    proofs = [some_proof(np.random.default_rng(seed)) for _ in range(2)]
    dice = np.random.default_rng(seed)
    n, v = np.nonzero(dice.random((WAITING, EVERYBODY - WAITING)) < share)
    pairs = n, v + WAITING, dice.integers(0, 18, len(n))

    check_proof.weigh(proofs[0], *pairs)
    check_proof.weigh_by_columns(proofs[1], *pairs)

    assert [column.tolist() for column in proofs[0]] == [column.tolist() for column in proofs[1]]
    assert check_proof.weigh is not check_proof.weigh_by_columns


def test_the_checker_holds_everything_without_numba_too(tmp_path, monkeypatch):
    round_ = Round(tmp_path)
    monkeypatch.setattr(check, "check_rules", without_numba())
    monkeypatch.setattr(check_proof, "weigh", check_proof.weigh_by_columns)

    assert round_.failures() == ""

    round_.pairs[0]["score"] += "1"
    assert "score is" in round_.failures()


CHECKER = [
    Path(module.__file__)
    for module in (check, check_cells, check_columns, check_reading, check_report, check_rules, check_proof)
]


def imported(path):
    """The modules that a file names."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_the_checker_shares_no_code_with_the_solver():
    known = set(sys.stdlib_module_names) | {"numpy", "numba"}
    for path in CHECKER:
        foreign = {name for name in imported(path) if name.split(".")[0] not in known}
        assert all(name.startswith("matching.check") for name in foreign), foreign


def test_the_checker_can_be_read_in_one_sitting():
    """Each of its files; lines of code are what is left without empty lines, comments, and what explains."""
    assert all(len(set(lines_of_code(path))) < 200 for path in CHECKER)


def lines_of_code(path):
    explained = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            explained |= set(range(node.lineno, node.end_lineno + 1))
    with path.open("rb") as file:
        for token in tokenize.tokenize(file.readline):
            is_code = token.type not in {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENCODING}
            if is_code and token.line.strip() and token.start[0] not in explained:
                yield token.start[0]
