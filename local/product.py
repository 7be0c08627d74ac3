"""The product's own programs: prepared, started in order, and shown to whoever waits for them."""

import secrets
import subprocess
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from functools import partial

from local import ports, steps
from local.folders import FRONTEND, ROOT, VAR, VENV, python
from local.processes import Keeper, Program
from local.trouble import Trouble

MAIL_STAGE = 5
READY_WITHIN_SECONDS = 120
DESK = "/klantmanager/readyz"


def start(keeper: Keeper, port: int, environment: dict[str, str]) -> None:
    """Bring the database up to date, start every program, wait for ``/readyz`` and say where it is.

    Raises:
        Trouble: a program fails or is not ready in time.
        KeyboardInterrupt: somebody asked to stop meanwhile.
    """
    _start_mail_catcher(keeper, environment)
    _start_fake_notify(keeper, environment)
    _prepare(keeper, environment)
    print("Starting web, worker and beat ...", flush=True)
    has_desk = "DUTIES_DATABASE_URL" in environment
    environment = _start_web(keeper, port, environment)
    keeper.start(_celery("worker", environment, "--concurrency=2", "--without-gossip", "--without-mingle"))
    keeper.start(_celery("beat", environment, f"--schedule={VAR / 'beat-schedule'}", "--pidfile="))
    keeper.finish(_celery("call", environment, "notifications.tasks.tick"))
    for path, name in (("/readyz", "web"), (DESK, "desk"))[: 1 + has_desk]:
        address = f"http://127.0.0.1:{port}{path}"
        keeper.wait_until(partial(_answers, address), seconds=READY_WITHIN_SECONDS, name=name)
    print(f"\nTaalmaatje is ready at {environment['SITE_URL']}  (stop it with Ctrl-C)\n", flush=True)
    print(_said_by("demo_logins", environment), flush=True)


def _prepare(keeper: Keeper, environment: dict[str, str]) -> None:
    print("Bringing the database up to date ...", flush=True)
    keeper.finish(_manage("migrate", environment, "--noinput"))
    if "DUTIES_DATABASE_URL" in environment:
        keeper.finish(_manage("migrate", environment, "obligations", "--noinput", "--database=duties"))
    files = (file for file in FRONTEND.joinpath("static").rglob("*") if file.is_file())
    mark = steps.fingerprint(files, steps.noted("packages"))
    if not (steps.is_done("static", mark) and ROOT.joinpath("var", "static").exists()):
        keeper.finish(_manage("collectstatic", environment, "--noinput", "--clear", "--verbosity=0"))
        steps.note_done("static", mark)
    print("Loading the demo, when it is not there yet ...", flush=True)
    keeper.finish(_manage("demo", environment, "--if-empty"))


def _start_mail_catcher(keeper: Keeper, environment: dict[str, str]) -> None:
    if "EMAIL_URL" in environment:
        return
    port = ports.free()
    environment["EMAIL_URL"] = f"smtp://127.0.0.1:{port}"
    arguments = ("-m", "local.mail_catcher", "--port", str(port), "--folder", environment["MAILBOX_FOLDER"])
    keeper.start(
        Program(
            name="mail-catcher",
            arguments=[python(), *arguments],
            environment=environment,
            folder=ROOT,
            stage=MAIL_STAGE,
        )
    )


def _start_fake_notify(keeper: Keeper, environment: dict[str, str]) -> None:
    if "NOTIFY_BASE_URL" in environment or "NOTIFY_API_KEY" in environment:
        return
    port = ports.free()
    environment["NOTIFY_BASE_URL"] = f"http://127.0.0.1:{port}"
    environment["NOTIFY_API_KEY"] = f"demo-{uuid.uuid4()}-{uuid.uuid4()}"
    environment["NOTIFY_CALLBACK_TOKEN"] = secrets.token_urlsafe(24)
    callback = f"http://127.0.0.1:{environment['PORT']}/notify/ontvangst"
    arguments = ("--port", str(port), "--folder", environment["MAILBOX_FOLDER"], "--callback", callback)
    keeper.start(
        Program(
            name="fake-notify",
            arguments=[python(), "-m", "local.fake_notify", *arguments],
            environment=environment,
            folder=ROOT,
            stage=MAIL_STAGE,
        )
    )


def _start_web(keeper: Keeper, port: int, environment: Mapping[str, str]) -> dict[str, str]:
    """One server for everybody, one for caseworkers, and in front of them what tells the addresses apart.

    Returns the environment for all other programs: without the right to read behind the wall.
    """
    rest = {name: value for name, value in environment.items() if name != "DUTIES_DATABASE_URL"}
    everybody = desk = ports.free()
    keeper.start(_web("web", rest | {"PORT": str(everybody)}))
    if rest != environment:
        desk = ports.free()
        keeper.start(_web("desk", {**environment, "PORT": str(desk), "WEB_WORKERS": "1"}))
    addresses = {"PORT": str(port), "WEB": f"127.0.0.1:{everybody}", "DESK": f"127.0.0.1:{desk}"}
    keeper.start(
        Program(
            name="front",
            arguments=[VENV / "bin" / "caddy", "run", "--config", ROOT / "Caddyfile", "--adapter", "caddyfile"],
            environment=addresses | {"HOME": str(VAR), "BIND": "127.0.0.1"},
            folder=ROOT,
        )
    )
    return rest


def _web(name: str, environment: Mapping[str, str]) -> Program:
    return Program(
        name=name,
        arguments=[python(), "-m", "gunicorn", "backend.config.wsgi"],
        environment=environment,
        folder=ROOT,
    )


def _celery(command: str, environment: Mapping[str, str], *options: str) -> Program:
    level = ("--loglevel=INFO",) if command != "call" else ()
    return Program(
        name=command if command != "call" else "first-tick",
        arguments=[python(), "-m", "celery", "-A", "backend.config.celery", command, *level, *options],
        environment=environment,
        folder=ROOT,
    )


def _manage(command: str, environment: Mapping[str, str], *options: str) -> Program:
    return Program(
        name=command,
        arguments=[python(), ROOT / "manage.py", command, *options],
        environment=environment,
        folder=ROOT,
    )


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _said_by(command: str, environment: Mapping[str, str]) -> str:
    done = subprocess.run(
        [python(), ROOT / "manage.py", command],
        check=False,
        cwd=ROOT,
        env=dict(environment),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise Trouble(f"`manage.py {command}` failed: {(done.stderr.strip().splitlines() or [''])[-1]}")
    return done.stdout.rstrip()
