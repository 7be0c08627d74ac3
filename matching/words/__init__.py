"""The sentences of the command line, one catalogue a language: ``nl.toml``, ``en.toml``.

Another language is another file with the same keys and the same placeholders; a test holds them side by side.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


class NoSuchLanguage(ValueError):
    """There is no catalogue for this language."""

    def __init__(self, code: str) -> None:
        super().__init__(f"there are no words in {code!r}; there are: {' '.join(languages())}")


def languages() -> list[str]:
    """The codes for which there is a catalogue."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


class Words:
    """The sentences of one language, by section and name."""

    def __init__(self, catalogue: Mapping[str, Mapping[str, str]]) -> None:
        self._catalogue = catalogue

    def say(self, section: str, name: str, **facts: Any) -> str:
        """A sentence with its facts filled in.

        Raises:
            KeyError: there is no such sentence, or a fact is missing.
        """
        return self._catalogue[section][name].format(**facts)

    def count(self, section: str, name: str, number: int, **facts: Any) -> str:
        """A sentence about one, or about several: ``name.one`` or ``name.other``, with ``{count}``."""
        return self.say(section, f"{name}_one" if number == 1 else f"{name}_other", count=number, **facts)

    def named(self, section: str, code: str) -> str:
        """What a code is called; the code itself where nobody has given it a name."""
        return self._catalogue[section].get(code, code)

    def listed(self, join: str, words: Sequence[str]) -> str:
        """``a, b and c`` or ``a, b or c``; ``join`` is ``and`` or ``or``."""
        *others, last = words
        return self.say("lists", join, first=self.say("lists", "comma").join(others), last=last) if others else last


@cache
def load(code: str) -> Words:
    """The catalogue of a language.

    Raises:
        NoSuchLanguage: there is none.
    """
    if code not in languages():
        raise NoSuchLanguage(code)
    return Words(tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8")))
