"""Invented names, as their bearers write them, from ``names.toml``."""

import random
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

# in its own script, then in Latin letters where that differs
_Written = list[str]


@dataclass(frozen=True, kw_only=True)
class Group:
    """People with names and languages in common; see the head of ``names.toml`` for each field."""

    share: int
    speaks: tuple[str, ...]
    reads: str
    also: tuple[str, ...]
    pattern: str
    women: list[_Written]
    men: list[_Written]
    family: list[_Written]
    one_name: int = 0


@dataclass(frozen=True, kw_only=True)
class Name:
    """A person's name in full, how to call the person, and a mail address's worth of Latin letters."""

    full: str
    call: str
    plain: str


@cache
def groups() -> dict[str, Group]:
    """All groups, by name; ``dutch`` is the only one without newcomers."""
    text = Path(__file__).with_name("names.toml").read_text(encoding="utf-8")
    return {name: _group(about) for name, about in tomllib.loads(text).items()}


def _group(about: dict[str, Any]) -> Group:
    lists = {key: tuple(value) for key, value in about.items() if key in {"speaks", "also"}}
    return Group(**(about | lists))


def a_group_of_newcomers(chance: random.Random) -> Group:
    """A group, as often as its share of the newcomers."""
    choices = list(groups().values())
    return chance.choices(choices, weights=[group.share for group in choices])[0]


def invent(chance: random.Random, group: Group, *, is_woman: bool) -> Name:
    """A name from this group. Half of those with a script of their own write their name in it."""
    in_script = chance.random() < 0.5
    given = chance.choice(group.women if is_woman else group.men)
    parts = [given, *_after(chance, group)]
    if group.pattern == "family-given":
        parts.reverse()
    return Name(
        full=" ".join(part[0] if in_script else part[-1] for part in parts),
        call=given[0] if in_script and chance.random() < 0.4 else given[-1],
        plain=_plain(given[-1]),
    )


def _after(chance: random.Random, group: Group) -> list[_Written]:
    if chance.randrange(100) < group.one_name:
        return []
    if group.pattern == "given-father":
        return [chance.choice(group.men)]
    if group.pattern == "given-father-grandfather":
        return chance.sample(group.men, 2)
    return [chance.choice(group.family)]


def _plain(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.replace("ı", "i").replace("Ł", "L").lower())
    return "".join(letter for letter in decomposed if letter.isascii() and letter.isalpha())
