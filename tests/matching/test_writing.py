"""Files are written as columns: the same bytes as row by row, compiled or not."""

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import folder, generate, routes, solution, tables, writing
from matching.__main__ import main
from matching.compiled import COMPILED
from matching.routes import PLAIN
from matching.rows import Newcomer, Volunteer
from tests.matching.people import worlds

NUMBERS = st.integers(-(2**62), 2**62)
CELLS = st.text(st.sampled_from('ab é,"\n\r'), max_size=4)


@pytest.mark.parametrize("route", [PLAIN, COMPILED], ids=lambda route: route.name)
@given(st.lists(st.tuples(NUMBERS, CELLS, st.integers(-9, 9)), max_size=6))
def test_a_table_is_read_again_as_it_was(route, rows):
    numbers, texts, small = ([row[column] for row in rows] for column in range(3))
    cells = (
        writing.Numbers(np.array(numbers, dtype=np.int64)),
        writing.Chosen(writing.cells_of(texts), np.arange(len(rows))),
        writing.Numbers(np.array(small, dtype=np.int64)),
    )
    written = writing.table(route.lines, cells, len(rows)).decode()

    assert list(csv.reader(io.StringIO(written, newline=""))) == [list(map(str, row)) for row in rows]


@given(st.lists(st.tuples(CELLS, NUMBERS), max_size=6))
def test_rows_are_read_again_as_they_were(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("table") / "rows.csv"
    tables.write(path, ["text", "number"], rows)

    with path.open(newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [["text", "number"], *(list(map(str, row)) for row in rows)]
    assert path.read_bytes().startswith(b"text,number\n")


@settings(max_examples=150, deadline=None)
@given(worlds())
def test_files_written_from_columns_are_those_written_from_rows(tmp_path_factory, world):
    given, path = dict(world), tmp_path_factory.mktemp("round")
    people = [given.pop(name) for name in ("newcomers", "volunteers", "blocked")]
    columns = solution.solve_sheets(solution.given(*people), **given)
    for name, result in (("rows", solution.solve(*people, **given)), ("columns", columns)):
        folder.write(path / name, result, dict.fromkeys(folder.TABLES), {})
    for name in ("pairs.csv", "unmatched.csv"):
        assert (path / "rows" / name).read_bytes() == (path / "columns" / name).read_bytes()


def test_both_routes_write_the_same_files_from_the_same_files(tmp_path, monkeypatch, capsys):
    town = generate.population(newcomers=300, volunteers=200, municipalities=3, seed=4)
    tables.write_people(tmp_path / "newcomers.csv", Newcomer, town.newcomers)
    tables.write_people(tmp_path / "volunteers.csv", Volunteer, town.volunteers)
    tables.write(tmp_path / "blocked.csv", tables.BLOCKED_COLUMNS, town.blocked)
    files = [f"--{name}={tmp_path / name}.csv" for name in folder.TABLES]
    for route in (PLAIN, COMPILED):
        monkeypatch.setattr(routes, "fastest", lambda route=route: route)
        assert main(["solve", *files, "--date=2026-11-23", "--out", str(tmp_path / route.name)]) == 0
    for name in ("pairs.csv", "unmatched.csv"):
        assert (tmp_path / "plain" / name).read_bytes() == (tmp_path / "compiled" / name).read_bytes()
    reports = [json.loads((tmp_path / route.name / "report.json").read_text()) for route in (PLAIN, COMPILED)]
    for measured in ("seconds", "peak_memory_bytes"):
        assert reports[0].pop(measured)
        assert reports[1].pop(measured)
    assert reports[0] == reports[1]
    assert "matched" in capsys.readouterr().out
