"""Programs beside us: surely stopped, in order, and started again when they die."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import births
from local.processes import Keeper, Program
from local.trouble import Trouble
from tests.local.runner import eventually

SAYS_WHEN_IT_STOPS = """
import pathlib, signal, sys, time
def stop(*_):
    with open(sys.argv[2], "a") as journal:
        journal.write(sys.argv[1] + " ")
    sys.exit()
signal.signal(signal.SIGTERM, stop)
pathlib.Path(sys.argv[2] + "." + sys.argv[1]).touch()
time.sleep(60)
"""
DOES_NOT_LISTEN = """
import pathlib, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
pathlib.Path(sys.argv[1]).touch()
time.sleep(60)
"""
HAS_A_CHILD = """
import pathlib, subprocess, sys, time
child = subprocess.Popen(["sleep", "60"])
pathlib.Path(sys.argv[1]).write_text(str(child.pid))
time.sleep(60)
"""


@pytest.fixture
def keeper(tmp_path: Path) -> Iterator[Keeper]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    with Keeper(logs=tmp_path / "log", records=tmp_path / "processes") as keeper:
        yield keeper
    for number, handler in before.items():
        signal.signal(number, handler)


def _program(name: str, code: str, *arguments: object, **about: object) -> Program:
    return Program(name=name, arguments=[sys.executable, "-c", code, *map(str, arguments)], **about)


def _is_alive(pid: int) -> bool:
    return births.of(pid) is not None


class TestStopping:
    def test_goes_from_the_lowest_stage_to_the_highest(self, keeper, tmp_path):
        journal = tmp_path / "journal"
        for name, stage in (("database", 9), ("queue", 8), ("web", 0)):
            keeper.start(_program(name, SAYS_WHEN_IT_STOPS, name, journal, stage=stage))
        assert eventually(lambda: len(list(tmp_path.glob("journal.*"))) == 3)

        keeper.stop()

        assert journal.read_text().split() == ["web", "queue", "database"]

    def test_kills_what_does_not_stop_in_time(self, keeper, tmp_path):
        keeper.start(_program("stubborn", DOES_NOT_LISTEN, tmp_path / "up", patience_seconds=0.3))
        assert eventually(tmp_path.joinpath("up").exists)
        began = time.monotonic()

        keeper.stop()

        assert 0.3 <= time.monotonic() - began < 3
        assert not list(keeper.records.iterdir())

    def test_takes_the_children_of_a_program_along(self, keeper, tmp_path):
        keeper.start(_program("parent", HAS_A_CHILD, tmp_path / "child"))
        assert eventually(lambda: tmp_path.joinpath("child").exists() and tmp_path.joinpath("child").read_text())
        child = int(tmp_path.joinpath("child").read_text())

        keeper.stop()

        assert eventually(lambda: not _is_alive(child), seconds=2)


class TestDying:
    def test_a_program_that_dies_is_started_again(self, keeper, tmp_path, capsys):
        keeper.start(Program(name="fragile", arguments=["sleep", "60"]))
        first = births.read(keeper.records / "fragile.json")["pid"]
        subprocess.run(["kill", "-9", str(first)], check=True)

        assert eventually(lambda: keeper.look_after() or _pid(keeper, "fragile") not in (0, first))
        assert "fragile stopped (SIGKILL) and is started again" in capsys.readouterr().out

    def test_three_times_at_once_is_said_with_the_end_of_its_log(self, keeper):
        keeper.start(_program("hopeless", "raise SystemExit('no such table: pairs')"))

        with pytest.raises(Trouble, match=r"hopeless stops at once, three times(.|\n)*no such table: pairs"):
            eventually(lambda: keeper.look_after() or False, seconds=10)


class TestFinishing:
    def test_a_step_that_fails_says_the_last_line_of_its_trace_only(self, keeper):
        with pytest.raises(Trouble) as said:
            keeper.finish(_program("migrate", "raise RuntimeError('the disk is full')"))

        assert "RuntimeError: the disk is full" in str(said.value)
        assert "Traceback" not in str(said.value)

    def test_a_program_that_does_not_exist_is_named(self, keeper):
        with pytest.raises(Trouble, match="ghost cannot be started"):
            keeper.finish(Program(name="ghost", arguments=["/no/such/program"]))


class TestWhatAnEarlierRunLeft:
    def test_is_ended(self, tmp_path):
        with subprocess.Popen(["sleep", "60"], process_group=0) as left:
            births.note(tmp_path, "worker", left.pid, signal.SIGTERM)

            assert births.end_leftovers(tmp_path) == ["worker"]
            assert left.wait(timeout=5) == -signal.SIGTERM
        assert not list(tmp_path.iterdir())

    def test_is_ended_too_when_only_its_children_live(self, tmp_path):
        leader = subprocess.Popen([sys.executable, "-c", HAS_A_CHILD, tmp_path / "child"], process_group=0)
        assert eventually(lambda: tmp_path.joinpath("child").exists() and tmp_path.joinpath("child").read_text())
        records = tmp_path / "processes"
        births.note(records, "worker", leader.pid, signal.SIGTERM)
        leader.kill()
        leader.wait()

        assert births.end_leftovers(records) == ["worker"]
        assert eventually(lambda: not _is_alive(int(tmp_path.joinpath("child").read_text())), seconds=2)

    @pytest.mark.skipif(not births.can_look, reason="births are known by /proc")
    def test_is_not_confused_with_a_stranger_who_got_its_number(self, tmp_path):
        with subprocess.Popen(["sleep", "60"], process_group=0) as stranger:
            tmp_path.joinpath("web.json").write_text(f'{{"pid": {stranger.pid}, "birth": "1", "signal": 15}}')

            assert births.end_leftovers(tmp_path) == []
            assert stranger.poll() is None
            stranger.kill()

    @pytest.mark.parametrize("text", ["", "{", "[]", '{"pid": 1}'])
    def test_is_nothing_when_the_note_is_broken(self, tmp_path, text):
        tmp_path.joinpath("web.json").write_text(text)

        assert births.end_leftovers(tmp_path) == []


def _pid(keeper: Keeper, name: str) -> int:
    record = births.read(keeper.records / f"{name}.json")
    return record["pid"] if record else 0
