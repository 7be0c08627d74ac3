"""PostgreSQL and Redis of the machine room: real ones, started and stopped."""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from local import accounts, folders
from tests.local.runner import Runner, eventually

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be another account")


class TestStarting:
    def test_gives_a_database_of_its_own_role_and_a_redis(self, runner):
        runner.start()

        assert runner.ask("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user") == [
            ("taalmaatje", False)
        ]
        assert runner.ask("SHOW server_version_num")[0][0].startswith("18")
        with redis.Redis.from_url(runner.addresses["REDIS_URL"]) as queue:
            assert queue.ping()

    def test_gives_the_rows_behind_the_wall_a_role_and_a_schema_of_their_own(self, runner):
        runner.start()

        walled = runner.addresses["DUTIES_DATABASE_URL"]
        with psycopg.connect(walled, autocommit=True) as behind:
            behind.execute("CREATE TABLE obligations.secret AS SELECT 7 AS seven")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            runner.ask("SELECT seven FROM obligations.secret")

    def test_gives_that_role_to_data_of_before_as_well(self, runner):
        runner.start()
        runner.ask("CREATE TABLE kept AS SELECT 7 AS seven")
        runner.stop()
        runner.var.joinpath("postgres", "password_of_duties").unlink()

        runner.start()

        with psycopg.connect(runner.addresses["DUTIES_DATABASE_URL"]) as behind:
            assert behind.execute("SELECT current_user").fetchall() == [("taalmaatje_duties",)]
        assert runner.ask("SELECT seven FROM kept") == [(7,)]

    def test_lets_nobody_in_without_the_password(self, runner):
        runner.start()
        secret = runner.addresses["DATABASE_URL"].split(":")[2].split("@")[0]
        runner.addresses["DATABASE_URL"] = runner.addresses["DATABASE_URL"].replace(secret, "guessed")

        with pytest.raises(Exception, match="password authentication failed"):
            runner.ask("SELECT 1")

        for secret_file in (runner.var / "postgres" / "password", runner.var / "redis" / "redis.conf"):
            assert stat.S_IMODE(secret_file.stat().st_mode) == 0o600

    def test_a_second_one_is_told_that_the_first_one_runs(self, runner):
        runner.start()

        second = runner.command("services")

        assert second.returncode == 1
        assert f"already running only its database and Redis (process {runner.process.pid})" in second.stderr
        assert runner.ask("SELECT 1") == [(1,)]

    @needs_root
    def test_works_in_a_folder_that_only_root_may_enter(self, tmp_path):
        private = tmp_path / "private"
        private.mkdir(mode=0o700)
        shutil.copytree(folders.ROOT / "local", private / "local")
        private.joinpath(".venv").symlink_to(folders.VENV)
        runner = Runner(private / "var", root=private)

        runner.start()

        copies = f"taalmaatje-postgresql-{runner.process.pid}-*"
        assert runner.ask("SELECT 1") == [(1,)]
        assert list(Path("/var/tmp").glob(copies)), "the programs are lent to the account that runs them"
        assert runner.stop() == 0
        assert not list(Path("/var/tmp").glob(copies)), "and taken away again"

    @needs_root
    def test_works_for_an_ordinary_account(self):
        ordinary = accounts.for_the_database()
        account = {"user": ordinary.user, "group": ordinary.group, "extra_groups": []}
        python = _python_for(account)
        runner = Runner(Path("/var/tmp") / f"taalmaatje-ordinary-{os.getpid()}", python=python)
        runner.var.mkdir(mode=0o700)
        os.chown(runner.var, ordinary.user, ordinary.group)
        runner.account = account
        try:
            runner.start()

            assert runner.ask("SELECT 1") == [(1,)]
            assert runner.stop() == 0
        finally:
            shutil.rmtree(runner.var)


class TestStopping:
    @pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
    def test_one_signal_ends_both_servers_and_keeps_the_data(self, runner, number):
        runner.start()
        runner.ask("CREATE TABLE kept AS SELECT 7 AS seven")

        assert runner.stop(number) == 0
        assert runner.servers() == []

        runner.start()
        assert runner.ask("SELECT seven FROM kept") == [(7,)]

    def test_a_killed_runner_leaves_no_server_and_loses_no_data(self, runner):
        runner.start()
        runner.ask("CREATE TABLE kept AS SELECT 7 AS seven")

        runner.stop(signal.SIGKILL)

        assert eventually(lambda: not runner.servers(), seconds=15)
        runner.start()
        assert runner.ask("SELECT seven FROM kept") == [(7,)]

    def test_a_make_that_is_killed_takes_everything_along(self, runner):
        starting = f"import subprocess; subprocess.run(['{sys.executable}', '-m', 'local', 'services'])"
        environment = runner.environment() | {"MAKELEVEL": "1"}
        with subprocess.Popen(
            [sys.executable, "-c", starting], cwd=folders.ROOT, env=environment, stdout=subprocess.PIPE
        ) as make:
            make.stdout.readline()
            make.stdout.readline()
            assert runner.servers()

            make.kill()

        assert eventually(lambda: not runner.servers(), seconds=15)

    def test_a_server_that_dies_is_started_again_at_the_same_address(self, runner):
        runner.start()
        runner.ask("CREATE TABLE kept AS SELECT 7 AS seven")
        before = runner.servers()

        for pid in before:
            _kill(pid)

        assert eventually(lambda: _answers(runner), seconds=20)
        assert not set(before) & set(runner.servers())


class TestDataOfAnEarlierStart:
    def test_a_lock_with_the_number_of_another_living_process_is_no_obstacle(self, runner):
        runner.start()
        runner.stop()
        account = accounts.for_the_database()
        other = {"user": account.user, "group": account.group} if account else {}
        with subprocess.Popen(["sleep", "60"], **other) as sleeping:
            lock = runner.var / "postgres" / "data" / "postmaster.pid"
            lock.write_text(f"{sleeping.pid}\n/elsewhere\n1\n1\n\n\n0 0\nready\n")

            runner.start()

            assert runner.ask("SELECT 1") == [(1,)]
            assert sleeping.poll() is None, "a stranger's process is left alone"
            sleeping.kill()

    def test_of_another_version_is_refused_in_a_sentence(self, runner):
        data = runner.var / "postgres" / "data"
        data.mkdir(parents=True)
        data.joinpath("PG_VERSION").write_text("16\n")

        refused = runner.command("services")

        assert refused.returncode == 1
        assert "were made by PostgreSQL 16 and this is 18" in refused.stderr
        assert "Traceback" not in refused.stderr

    def test_that_is_no_database_is_refused_in_a_sentence(self, runner):
        data = runner.var / "postgres" / "data"
        data.mkdir(parents=True)
        data.joinpath("letter.txt").write_text("hello")

        refused = runner.command("services")

        assert refused.returncode == 1
        assert "is not a complete PostgreSQL database" in refused.stderr
        assert data.joinpath("letter.txt").exists()

    def test_that_was_never_finished_is_made_again(self, runner):
        unfinished = runner.var / "postgres" / "data.unfinished"
        unfinished.mkdir(parents=True)
        unfinished.joinpath("PG_VERSION").write_text("18\n")

        runner.start()

        assert runner.ask("SELECT 1") == [(1,)]
        assert not unfinished.exists()


class TestResetting:
    def test_stops_the_running_one_and_forgets_everything(self, runner):
        runner.start()

        reset = runner.command("reset")

        assert reset.returncode == 0, reset.stderr
        assert runner.ended() == 0
        assert not runner.var.exists()

    def test_leaves_a_folder_alone_that_it_did_not_make(self, runner):
        runner.var.mkdir()
        runner.var.joinpath("thesis.odt").write_text("years of work")

        reset = runner.command("reset")

        assert reset.returncode == 1
        assert runner.var.joinpath("thesis.odt").exists()


def test_servers_elsewhere_that_do_not_answer_are_named(runner):
    refused = runner.command("services", DATABASE_URL="postgres://a:b@127.0.0.1:1/c")

    assert refused.returncode == 1
    assert "DATABASE_URL names a server at 127.0.0.1 that does not answer" in refused.stderr


def _answers(runner: Runner) -> bool:
    try:
        return runner.ask("SELECT seven FROM kept") == [(7,)]
    except psycopg.Error:
        return False


def _kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _python_for(account: dict[str, object]) -> str:
    """A Python that this account may run too: root's own may lie in root's home."""
    for candidate in (sys.executable, "/usr/bin/python3", "/usr/local/bin/python3"):
        try:
            asked = [candidate, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
            if subprocess.run(asked, check=False, cwd="/", **account).returncode == 0:
                return candidate
        except OSError:
            continue
    pytest.skip("no Python here that an ordinary account may run")
