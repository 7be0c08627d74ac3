"""Setting up does each step once, and again when its input changed."""

import sys

import pytest

from local import setup, steps
from local.trouble import Trouble


@pytest.fixture(autouse=True)
def _own_places(monkeypatch, tmp_path):
    monkeypatch.setattr(steps, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(steps, "VAR", tmp_path / "var")


def test_a_step_counts_as_done_until_its_input_changes(tmp_path):
    lock = tmp_path / "package-lock.json"
    lock.write_text("{}")
    steps.note_done("node", steps.fingerprint([lock]))
    assert steps.is_done("node", steps.fingerprint([lock]))

    lock.write_text('{"lockfileVersion": 3}')

    assert not steps.is_done("node", steps.fingerprint([lock]))


def test_another_interpreter_makes_the_environment_anew():
    steps.note_done("packages", steps.fingerprint([setup.REQUIREMENTS], "3.10 /usr"))

    assert not steps.is_done("packages", steps.fingerprint([setup.REQUIREMENTS], steps.interpreter()))


def test_a_failing_step_shows_the_end_of_what_it_said(tmp_path, capsys):
    with pytest.raises(Trouble, match="no matching distribution"):
        steps.step("Installing", [sys.executable, "-c", "raise SystemExit('no matching distribution')"])

    assert capsys.readouterr().out == "Installing ... failed\n"


def test_a_python_without_venv_is_told_what_to_install(monkeypatch):
    monkeypatch.setattr(setup.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(Trouble, match=r"apt install python3\.\d+-venv"):
        setup._make_environment()


def test_machine_code_of_another_engine_is_thrown_away_and_the_rest_stays(monkeypatch, tmp_path):
    monkeypatch.setattr(setup, "ENGINE", tmp_path / "matching")
    kept = tmp_path / "matching" / "compiled" / "__pycache__"
    kept.mkdir(parents=True)
    loop = tmp_path / "matching" / "compiled" / "loop.py"
    loop.write_text("before")
    setup.machine_code()
    for name in ("loop.nbi", "loop.1.nbc", "loop.pyc"):
        kept.joinpath(name).touch()

    setup.machine_code()
    assert sorted(file.name for file in kept.iterdir()) == ["loop.1.nbc", "loop.nbi", "loop.pyc"]

    loop.write_text("after")
    setup.machine_code()
    assert [file.name for file in kept.iterdir()] == ["loop.pyc"]
