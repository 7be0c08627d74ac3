"""Programs that run beside us: started in groups of their own, watched, and surely stopped."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local import births
from local.accounts import Account
from local.trouble import Trouble, last_lines

LARGEST_LOG_BYTES = 5_000_000
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass(frozen=True, kw_only=True)
class Program:
    """What is started, and how it wants to be stopped.

    Attributes:
        shared: open file descriptors that the program inherits.
        stage: programs of a lower stage are stopped first, together.
        stop_signal: asks it to finish; also sent by the kernel when we disappear.
        patience_seconds: after that it is killed.
        before_restart: puts things right after the program died by itself.
    """

    name: str
    arguments: Sequence[str | Path]
    environment: Mapping[str, str] | None = None
    folder: Path = Path("/")
    account: Account | None = None
    shared: tuple[int, ...] = ()
    stage: int = 0
    stop_signal: signal.Signals = signal.SIGTERM
    patience_seconds: float = 10
    before_restart: Callable[[], None] | None = None


def dying_with_us(with_signal: signal.Signals) -> Callable[[], None] | None:
    """For ``preexec_fn``: the kernel ends the child when this program dies, even by SIGKILL (Linux only)."""
    libc = _libc
    if libc is None:
        return None
    return lambda: libc.prctl(PR_SET_PDEATHSIG, int(with_signal))


def stop_with_make() -> None:
    """Started by make: take its death, even by SIGKILL, as a request to stop (Linux only)."""
    if _libc is not None and os.environ.get("MAKELEVEL"):
        _libc.prctl(PR_SET_PDEATHSIG, int(signal.SIGTERM))


def launch(program: Program, log: Path) -> subprocess.Popen[bytes]:
    """Start a program in its own process group; what it says goes to the end of ``log``."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LARGEST_LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))
    owner = program.account
    with log.open("ab") as written:
        return subprocess.Popen(
            [str(part) for part in program.arguments],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            cwd=program.folder,
            env=None if program.environment is None else dict(program.environment),
            pass_fds=program.shared,
            user=owner.user if owner else None,
            group=owner.group if owner else None,
            extra_groups=[] if owner else None,
            process_group=0,
            preexec_fn=dying_with_us(program.stop_signal),  # noqa: PLW1509 (no threads)
        )


@dataclass
class _Running:
    program: Program
    process: subprocess.Popen[bytes]
    started_at: float = field(default_factory=time.monotonic)


class Keeper:
    """Starts programs, starts them again when they die, and stops them all in order.

    ``records`` is the folder in which each program has a note while it runs, so that the next start
    recognises what a crash left behind.
    """

    def __init__(self, *, logs: Path, records: Path) -> None:
        self.logs = logs
        self.records = records
        self.asked_to_stop = 0
        self._running: list[_Running] = []
        self._early_deaths: dict[str, int] = {}

    def __enter__(self) -> "Keeper":
        signals = [signal.SIGINT, signal.SIGTERM]
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # `nohup` asks to outlive the terminal
            signals.append(signal.SIGHUP)
        for number in signals:
            signal.signal(number, self._note_signal)
        return self

    def __exit__(self, *_about: object) -> None:
        self.stop()

    def _note_signal(self, _number: int, _frame: object) -> None:
        self.asked_to_stop += 1

    def log_of(self, name: str) -> Path:
        return self.logs / f"{name}.log"

    def start(self, program: Program) -> None:
        """Start a program that stays. Raises Trouble when it cannot be executed."""
        try:
            process = launch(program, self.log_of(program.name))
        except OSError as error:
            words = f"{error.strerror} ({program.arguments[0]})"
            raise Trouble(f"{program.name} cannot be started: {words}.") from error
        births.note(self.records, program.name, process.pid, program.stop_signal)
        self._running.append(_Running(program, process))

    def finish(self, program: Program) -> None:
        """Run a program to its end. Raises Trouble when it fails, KeyboardInterrupt when we must stop."""
        self.start(program)
        running = self._running[-1]
        while running.process.poll() is None and not self.asked_to_stop:
            time.sleep(0.02)
        self._end([running])
        if self.asked_to_stop:
            raise KeyboardInterrupt
        if running.process.returncode:
            log = self.log_of(program.name)
            raise Trouble(f"{program.name} failed; all it said is in {log}:{last_lines(log)}")

    def wait_until(self, is_ready: Callable[[], bool], *, seconds: float, name: str) -> None:
        """Wait for a program to be ready. Raises Trouble when it stops or takes too long."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            self.look_after()
            if self.asked_to_stop:
                raise KeyboardInterrupt
            if time.monotonic() > deadline:
                log = self.log_of(name)
                raise Trouble(f"{name} was not ready in {seconds:.0f} seconds; see {log}:{last_lines(log)}")
            time.sleep(0.03)

    def watch(self) -> None:
        """Keep everything running until somebody asks to stop."""
        while not self.asked_to_stop:
            self.look_after()
            time.sleep(0.1)

    def look_after(self) -> None:
        """Start again what died. Raises Trouble for a program that dies three times soon after its start."""
        for running in list(self._running):
            if running.process.poll() is not None:
                self._revive(running)

    def _revive(self, running: _Running) -> None:
        program, status = running.program, running.process.returncode
        self._running.remove(running)
        births.end_group(running.process.pid, program.stop_signal, seconds=2)
        lived_long = time.monotonic() - running.started_at > 5
        deaths = self._early_deaths[program.name] = 0 if lived_long else self._early_deaths.get(program.name, 0) + 1
        log = self.log_of(program.name)
        if deaths >= 3:
            raise Trouble(f"{program.name} stops at once, three times; see {log}:{last_lines(log)}")
        print(f"{program.name} stopped ({_in_words(status)}) and is started again; see {log}", flush=True)
        if program.before_restart:
            program.before_restart()
        self.start(program)

    def stop(self) -> None:
        """Stop everything, the lowest stage first; a second request from outside makes an end at once."""
        for stage in sorted({running.program.stage for running in self._running}):
            self._end([running for running in self._running if running.program.stage == stage])

    def _end(self, ending: Sequence[_Running]) -> None:
        requests = self.asked_to_stop
        for running in ending:
            with contextlib.suppress(ProcessLookupError):
                running.process.send_signal(running.program.stop_signal)
        for running in ending:
            deadline = time.monotonic() + running.program.patience_seconds
            while running.process.poll() is None and time.monotonic() < deadline:
                deadline = 0 if self.asked_to_stop > requests + 1 else deadline
                time.sleep(0.02)
            births.end_group(running.process.pid, signal.SIGKILL, seconds=2)
            running.process.wait()
            births.forget(self.records, running.program.name)
            self._running.remove(running)


def _in_words(status: int) -> str:
    return f"exit status {status}" if status >= 0 else signal.Signals(-status).name
