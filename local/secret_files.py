"""Secrets of this machine: made once, kept in files that only their owner may read."""

import secrets
from pathlib import Path


def write(path: Path, words: str) -> None:
    """Write a file that nobody else may read, also not for the moment in which it is made."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(words, encoding="utf-8")


def kept(path: Path) -> str:
    """The secret in this file; made at the first call."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, secrets.token_urlsafe(50))
    return path.read_text(encoding="utf-8")
