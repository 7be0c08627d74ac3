"""Where things lie: what Python compiles is kept in one folder, whatever the machine says."""

import subprocess
import sys

from local import folders


def test_a_module_is_compiled_once_and_nothing_is_written_beside_it(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "")
    monkeypatch.setattr(folders, "VENV", tmp_path / "venv")
    module = tmp_path / "project" / "farewell.py"
    module.parent.mkdir()
    module.write_text("WORD = 'dag'\n")

    folders.keep_compiled()
    subprocess.run([sys.executable, "-c", "import farewell"], cwd=module.parent, check=True)

    assert [kept.name.partition(".")[0] for kept in (tmp_path / "venv").rglob("*farewell*.pyc")] == ["farewell"]
    assert list(module.parent.iterdir()) == [module]
