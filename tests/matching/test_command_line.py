"""The command line as a shell meets it: files in, files out, exit status 0, 1 or 2."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from matching import folder
from matching.__main__ import main

ROOT = Path(__file__).parents[2]


def shell(*arguments):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "matching", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def run(capsys):
    """The command in this process; gives the exit status and what it printed, as ``shell`` does."""

    def run(*arguments):
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as left:
            status = left.code
        printed = capsys.readouterr()
        return subprocess.CompletedProcess(arguments, status, printed.out, printed.err)

    return run


def tables(path):
    return [part for name in folder.TABLES for part in (f"--{name}", path / f"{name}.csv")]


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """600 newcomers and 400 volunteers in 4 towns, solved."""
    path = tmp_path_factory.mktemp("town")
    made = shell(
        *("generate", "--newcomers", 600, "--volunteers", 400, "--municipalities", 4, "--seed", 7, "--out", path)
    )
    solved = shell("solve", *tables(path), "--date", "2026-11-23", "--out", path / "out")
    assert (made.returncode, solved.returncode) == (0, 0), made.stderr + solved.stderr
    return path


class TestSolve:
    def test_its_certificate_holds(self, town):
        checked = shell("check", town / "out", *tables(town))

        assert (checked.returncode, checked.stderr) == (0, "")
        assert "everything holds" in checked.stdout

    def test_the_files_are_as_the_definition_says(self, town):
        pairs, unmatched = rows(town / "out" / "pairs.csv"), rows(town / "out" / "unmatched.csv")

        assert list(pairs[0]) == [
            "newcomer",
            "volunteer",
            "mode",
            "score",
            "distance_m",
            "common_minutes",
            "suggested_slot",
            "nearness",
            "time",
            "language",
            "goals",
            "interests",
        ]
        assert list(unmatched[0]) == ["newcomer", "reason", "detail", "smallest_change"]
        assert len(pairs) + len(unmatched) == 600
        assert [row["newcomer"] for row in pairs] == sorted(row["newcomer"] for row in pairs)
        assert any(row["smallest_change"].startswith("window ") for row in unmatched)

    def test_the_report_tells_what_was_done(self, town):
        report = json.loads((town / "out" / "report.json").read_text())

        assert report["objectives"]["people"] == len(rows(town / "out" / "pairs.csv"))
        assert report["weights"] == {"nearness": 40, "time": 20, "language": 20, "goals": 12, "interests": 8}
        assert len(report["input_hash"]) == 64
        assert {"seconds", "peak_memory_bytes", "engine_version", "certificate", "sizes", "counts"} <= set(report)

    def test_more_processes_and_another_order_of_rows_give_the_same(self, town, tmp_path, run):
        for name in folder.TABLES:
            header, *lines = (town / f"{name}.csv").read_text().splitlines()
            (tmp_path / f"{name}.csv").write_text("\n".join([header, *reversed(lines)]) + "\n")

        solved = run("solve", *tables(tmp_path), "--date", "2026-11-23", "--out", tmp_path / "out", "--jobs", 2)

        assert solved.returncode == 0, solved.stderr
        for name in ("pairs.csv", "unmatched.csv"):
            assert (tmp_path / "out" / name).read_text() == (town / "out" / name).read_text()
        hashes = [json.loads((path / "out" / "report.json").read_text())["input_hash"] for path in (town, tmp_path)]
        assert hashes[0] == hashes[1]

    def test_towns_that_work_together_match_more_and_it_is_checked(self, town, tmp_path, run):
        weights = tmp_path / "weights.toml"
        weights.write_text("[weights]\nnearness = 20\ntime = 40\n")
        choices = ["--joint", "GM9000,GM9001", "--joint", "GM9002,GM9003", "--online-across", "--weights", weights]

        solved = run("solve", *tables(town), "--date", "2026-11-23", "--out", tmp_path / "out", *choices)

        assert solved.returncode == 0, solved.stderr
        assert len(rows(tmp_path / "out" / "pairs.csv")) > len(rows(town / "out" / "pairs.csv"))
        assert run("check", tmp_path / "out", *tables(town)).returncode == 0

    def test_no_newcomers_and_no_volunteers_is_a_round_too(self, tmp_path, run):
        made = run(
            "generate", "--newcomers", 0, "--volunteers", 0, *("--municipalities", 1), "--seed", 1, "--out", tmp_path
        )
        solved = run("solve", *tables(tmp_path), "--date", "2026-11-23", "--out", tmp_path / "out")

        assert (made.returncode, solved.returncode) == (0, 0), made.stderr + solved.stderr
        assert run("check", tmp_path / "out", *tables(tmp_path)).returncode == 0


class TestCheck:
    def test_a_result_that_was_tampered_with_fails(self, town, tmp_path, run):
        run("solve", *tables(town), "--date", "2026-11-23", "--out", tmp_path)
        pairs = (tmp_path / "pairs.csv").read_text().splitlines(keepends=True)
        (tmp_path / "pairs.csv").write_text("".join([*pairs[:1], *pairs[2:]]))

        checked = run("check", tmp_path, *tables(town))

        assert checked.returncode == 1
        assert "is not in the result" in checked.stdout

    def test_a_result_that_cannot_be_read_fails(self, town, tmp_path, run):
        run("solve", *tables(town), "--date", "2026-11-23", "--out", tmp_path)
        (tmp_path / "pairs.csv").write_text("")

        assert run("check", tmp_path, *tables(town)).returncode == 1

    @pytest.mark.parametrize(
        ("report", "says"),
        [
            (None, "report.json does not exist"),
            (b"{", "report.json is not JSON"),
            (b"[]", "report.json is not the report of a round"),
            (b'{"a":\n "\xff"}', "report.json, line 2: this is not UTF-8"),
        ],
    )
    def test_a_report_that_cannot_be_read_fails_with_a_clear_sentence(self, town, tmp_path, report, says, run):
        if report is not None:
            (tmp_path / "report.json").write_bytes(report)

        checked = run("check", tmp_path, *tables(town))

        assert (checked.returncode, checked.stderr) == (1, "")
        assert says in checked.stdout

    def test_a_missing_table_is_bad_input_though_the_result_cannot_be_read_either(self, town, tmp_path, run):
        checked = run("check", tmp_path, *tables(town), "--blocked", tmp_path / "gone.csv")

        assert (checked.returncode, checked.stderr) == (2, f"{tmp_path / 'gone.csv'} does not exist\n")


class TestExplain:
    def test_someone_without_a_match_hears_what_would_change_it(self, town, run):
        unmatched = rows(town / "out" / "unmatched.csv")
        newcomer = next(row["newcomer"] for row in unmatched if row["smallest_change"])

        told = run("explain", town / "out", "--newcomer", newcomer)

        assert told.returncode == 0, told.stderr
        assert "a match, confirmed by solving again" in told.stdout

    def test_someone_with_a_match_gets_the_pair(self, town, run):
        pair = rows(town / "out" / "pairs.csv")[0]

        told = run("explain", town / "out", "--newcomer", pair["newcomer"])

        assert told.stdout.splitlines()[1] == ",".join(pair.values())

    def test_someone_unknown_is_bad_input(self, town, run):
        told = run("explain", town / "out", "--newcomer", "nobody")

        assert (told.returncode, told.stderr.strip()) == (2, f"there is no newcomer 'nobody' in {town / 'out'}")


def test_advise_prints_as_many_rows_as_asked(town, run):
    told = run("advise", town / "out", "--top", 2)

    assert told.returncode == 0, told.stderr
    assert told.stdout.split(",", 1)[0] == "municipality"
    assert len(told.stdout.splitlines()) == 3


def test_top_prints_the_allowed_volunteers_that_fit_best(town, run):
    pair = rows(town / "out" / "pairs.csv")[0]

    told = run("top", "--newcomer", pair["newcomer"], "-k", 500, *tables(town))

    found = list(csv.DictReader(told.stdout.splitlines()))
    assert pair["volunteer"] in {row["volunteer"] for row in found}
    assert [int(row["score"]) for row in found] == sorted((int(row["score"]) for row in found), reverse=True)
    assert run("top", "--newcomer", "nobody", *tables(town)).returncode == 2


class TestBadInput:
    @pytest.fixture
    def bad(self, town, tmp_path):
        for name in folder.TABLES:
            (tmp_path / f"{name}.csv").write_text((town / f"{name}.csv").read_text())
        table = tmp_path / "newcomers.csv"
        lines = table.read_text().splitlines()
        lines[4] = lines[4].replace("GM9", "GM9,", 1)
        table.write_text("\n".join(lines) + "\n")
        return tmp_path

    def test_a_bad_row_stops_the_work_and_is_named(self, bad, run):
        solved = run("solve", *tables(bad), "--date", "2026-11-23", "--out", bad / "out")

        assert solved.returncode == 2
        assert f"{bad / 'newcomers.csv'}, line 5: there are 16 cells, and the header names 15" in solved.stderr
        assert not (bad / "out").exists()

    def test_or_is_left_out_and_counted(self, bad, run):
        solved = run("solve", *tables(bad), "--date", "2026-11-23", "--out", bad / "out", "--skip-bad")

        assert solved.returncode == 0
        assert "rows left out: 1" in solved.stdout
        assert "newcomers.csv, line 5" in solved.stderr
        assert json.loads((bad / "out" / "report.json").read_text())["skipped_lines"]["newcomers"] == [5]
        assert run("check", bad / "out", *tables(bad)).returncode == 0

    @pytest.mark.parametrize(
        ("choice", "says"),
        [
            (["--date", "tomorrow"], "--date: 'tomorrow' is not a date such as 2026-11-23"),
            (["--date", "20261123"], "--date: '20261123' is not a date such as 2026-11-23"),
            (["--joint", "GM9000,GM9000"], "names GM9000 twice"),
            (["--joint", "GM9000,GM 9001"], "'GM 9001' is not one code"),
            (["--joint", "GM9000"], "--joint names two or more"),
            (["--newcomers", "nowhere.csv"], "nowhere.csv does not exist"),
            (["--jobs", "0"], "--jobs: '0' is not a whole number from 1"),
        ],
    )
    def test_what_cannot_be_used_is_said(self, town, tmp_path, choice, says, run):
        solved = run("solve", *tables(town), "--date", "2026-11-23", "--out", tmp_path, *choice)

        assert solved.returncode == 2
        assert says in solved.stderr

    @pytest.mark.parametrize(
        ("text", "says"), [("time = 101", "time"), ("speed = 1", "speed"), ("time =", "not TOML")]
    )
    def test_weights_that_cannot_be_used_are_said(self, town, tmp_path, text, says, run):
        (tmp_path / "weights.toml").write_text(text)

        solved = run(
            "solve",
            *tables(town),
            *("--date", "2026-11-23"),
            "--out",
            tmp_path,
            "--weights",
            tmp_path / "weights.toml",
        )

        assert solved.returncode == 2
        assert says in solved.stderr


def test_help_and_bad_arguments_do_not_wait_for_compiled_code():
    loaded = "import sys, matching.__main__; print('numba' in sys.modules)"

    printed = subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, capture_output=True, text=True, check=True)

    assert printed.stdout == "False\n"
