"""PostgreSQL on this machine, from the binaries of a Python package: made once, started as a child.

The folder given here holds ``data`` (the cluster), ``password``, and the password of the role that alone may read
the counter-obligations. PostgreSQL refuses to run as root, so
root starts it under another account. That account may be unable to enter the project's folder (think of
/root): the cluster is therefore reached through an open folder that the server inherits, and the binaries
are lent to it in a temporary copy when it cannot reach them either.
"""

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from local import binaries, births, secret_files
from local.accounts import Account, for_the_database
from local.folders import short
from local.processes import Keeper, Program
from local.trouble import Trouble

MAJOR = "18"
NAME = "postgresql"
ROLE = DATABASE = "taalmaatje"
WALLED_ROLE, WALLED_SCHEMA = "taalmaatje_duties", "obligations"

ALWAYS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server.

    Attributes:
        url: reaches an empty-or-kept database as its owner, who may make databases.
        walled_url: the same database as the only role that may read the schema of the counter-obligations.
    """

    port: int
    password: str
    walled_password: str

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{self.password}@127.0.0.1:{self.port}/{DATABASE}"

    @property
    def walled_url(self) -> str:
        return f"postgres://{WALLED_ROLE}:{self.walled_password}@127.0.0.1:{self.port}/{DATABASE}"


@contextlib.contextmanager
def lent(folder: Path) -> Iterator["Cluster"]:
    """A cluster in this folder, made when it is not there yet, and what is needed to start it.

    Raises:
        Trouble: the package is missing, or the data are another version's, another account's, or damaged.
    """
    account = for_the_database()
    _check(folder)
    with binaries.reachable(MAJOR, account) as programs:
        cluster = Cluster(folder=folder, programs=programs, account=account)
        cluster.end_leftovers()
        if not cluster.data.exists():
            cluster.make()
        cluster.take_possession()
        handle = os.open(cluster.data, os.O_RDONLY | os.O_DIRECTORY)
        try:
            cluster.wall_off(handle)
            yield Cluster(folder=folder, programs=programs, account=account, handle=handle)
        finally:
            os.close(handle)


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """The data folder with the binaries that can open it."""

    folder: Path
    programs: Path
    account: Account | None
    handle: int = -1

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self, keeper: Keeper, *, port: int, connections: int = 100, throw_away: bool = False) -> Server:
        """Start the server and wait until it answers. ``throw_away`` trades safety of the data for speed."""
        settings = ALWAYS | (THROW_AWAY if throw_away else {})
        settings |= {"port": str(port), "max_connections": str(connections)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        keeper.start(
            Program(
                name=NAME,
                arguments=[self.programs / "postgres", "-D", self._seen(self.data, self.handle), *options],
                environment={"LC_ALL": "C", "PATH": os.defpath},
                account=self.account,
                shared=(self.handle,),
                stage=9,
                stop_signal=signal.SIGINT,
                patience_seconds=20,
                before_restart=self.end_leftovers,
            )
        )
        asking: list[str | Path] = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        keeper.wait_until(
            lambda: subprocess.run(asking, check=False, stdout=subprocess.DEVNULL).returncode == 0,
            seconds=60,
            name=NAME,
        )
        return Server(port=port, password=self._secret("password"), walled_password=self._secret(WALLED_SECRET))

    def make(self) -> None:
        """Make the cluster, its role and its database aside, and put it in place when it is complete."""
        unfinished = self.folder / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True, mode=0o700)
        if self.account:
            os.chown(unfinished, self.account.user, self.account.group)
        password = secrets.token_urlsafe(24)
        self.folder.joinpath(WALLED_SECRET).unlink(missing_ok=True)
        handle = os.open(unfinished, os.O_RDONLY | os.O_DIRECTORY)
        try:
            self._run("initdb", "-D", self._seen(unfinished, handle), *INITDB, shared=handle)
            unfinished.joinpath("pg_hba.conf").write_text(WHO_MAY_ENTER, encoding="ascii")
            self._tell("postgres", FIRST_WORDS.format(password=password), unfinished, handle)
        finally:
            os.close(handle)
        secret_files.write(self.folder / "password", password)
        unfinished.rename(self.data)

    def wall_off(self, handle: int) -> None:
        """Give the counter-obligations a schema and a role of their own, once.

        In ``template1`` as well: the databases that tests make are copies of it.
        """
        if self.folder.joinpath(WALLED_SECRET).exists():
            return
        password = secrets.token_urlsafe(24)
        for database in ("template1", DATABASE):
            self._tell(database, WALL.format(password=password), self.data, handle)
        secret_files.write(self.folder / WALLED_SECRET, password)

    def take_possession(self) -> None:
        """Give the data to the account that will run the server: the project may be a copy."""
        owner = self.data.stat().st_uid
        mine = self.account.user if self.account else os.geteuid()
        if owner == mine:
            return
        if self.account is None:
            raise Trouble(
                f"The data in {short(self.folder)} belong to another account, since they were made by root: "
                "start as root again, or remove them as root with `make reset`."
            )
        for parent, _folders, files in os.walk(self.data):
            for name in (".", *files):
                os.lchown(Path(parent, name), self.account.user, self.account.group)

    def end_leftovers(self) -> None:
        """End a server that still works in this data folder after its runner was killed, and its lock."""
        if not self.data.exists():
            return
        for pid in births.working_in(self.data):
            births.end_group(pid, signal.SIGQUIT, seconds=5)
        if births.can_look:
            self.data.joinpath("postmaster.pid").unlink(missing_ok=True)

    def _secret(self, name: str) -> str:
        return self.folder.joinpath(name).read_text(encoding="ascii")

    def _tell(self, database: str, words: str, place: Path, handle: int) -> None:
        """Say some SQL, a statement a line, to a cluster that does not run."""
        self._run("postgres", "--single", "-D", self._seen(place, handle), database, shared=handle, said=words)

    def _seen(self, place: Path, handle: int) -> str | Path:
        """How the server opens a folder: through an inherited handle when its account is not ours."""
        return f"/proc/self/fd/{handle}" if self.account else place

    def _run(self, tool: str, *arguments: str | Path, shared: int, said: str = "") -> None:
        owner = self.account
        done = subprocess.run(
            [self.programs / tool, *arguments],
            check=False,
            input=said,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd="/",
            env={"LC_ALL": "C", "PATH": os.defpath},
            pass_fds=(shared,),
            user=owner.user if owner else None,
            group=owner.group if owner else None,
            extra_groups=[] if owner else None,
        )
        if done.returncode or "ERROR:" in done.stdout:
            said = done.stdout.strip()
            raise Trouble(f"The database could not be made in {short(self.folder)}. {tool} said: {said}")


WALLED_SECRET = "password_of_duties"
WHO_MAY_ENTER = "host all all 127.0.0.1/32 scram-sha-256\n"
INITDB = (
    "--username=postgres",
    "--auth=trust",  # replaced by WHO_MAY_ENTER before the server ever listens
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
    "--no-sync",
)
FIRST_WORDS = (
    f"CREATE ROLE {ROLE} LOGIN CREATEDB PASSWORD '{{password}}';\n\nCREATE DATABASE {DATABASE} OWNER {ROLE};\n\n"
)
WALL = (
    f"DO $$ BEGIN CREATE ROLE {WALLED_ROLE} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;\n\n"
    f"ALTER ROLE {WALLED_ROLE} PASSWORD '{{password}}';\n\n"
    f"CREATE SCHEMA IF NOT EXISTS {WALLED_SCHEMA} AUTHORIZATION {WALLED_ROLE};\n\n"
)


def _check(folder: Path) -> None:
    data = folder / "data"
    try:
        found = data.joinpath("PG_VERSION").read_text(encoding="ascii").strip() if data.exists() else MAJOR
    except PermissionError:
        found = MAJOR  # said better by take_possession
    except OSError:
        found = ""
    if not found:
        raise Trouble(
            f"The folder {short(data)} is not a complete PostgreSQL database: move it away, "
            "or start afresh with `make reset`."
        )
    if found != MAJOR:
        raise Trouble(
            f"The data in {short(data)} were made by PostgreSQL {found} and this is {MAJOR}: "
            "save them with the other version's pg_dump, or start afresh with `make reset`."
        )
