"""What goes wrong on somebody's own machine, said in one sentence to the person at the keyboard."""

from pathlib import Path


class Trouble(Exception):
    """A sentence that says what is wrong and what to do; shown without a stack trace, exit status 1."""


def last_lines(log: Path, count: int = 8) -> str:
    """The end of a log, indented, to put under a sentence: of a stack trace only its last line."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").rstrip().splitlines()[-200:]
    except OSError:
        return ""
    starts = [number for number, line in enumerate(lines) if line.startswith("Traceback")]
    if starts:
        lines = [line for line in lines[starts[-1] + 1 :] if line.strip() and not line.startswith(" ")]
    return "".join(f"\n    {line}" for line in lines[-count:])
