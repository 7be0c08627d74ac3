"""Message catalogues without gettext's programs: ``python -m frontend.catalogues extract|compile|check``.

The sentences in the code are English. ``extract`` collects them into one catalogue a language and keeps what is
translated; ``compile`` writes what Django reads; ``check`` names what is missing.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[1]
LOCALE = ROOT / "frontend" / "locale"
LANGUAGES = ("nl", "ar")
ROOMS = ("backend", "frontend", "notifications")
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3), "blocktranslate": None,
}  # fmt: skip
PLACEHOLDERS = re.compile(r"%\(\w+\)s|\{\w*\}")
CALL = re.compile(
    r"""\b(?:_|gettext|ngettext|pgettext|npgettext)\("""
    r"""(?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)"""
)
NOT_READ = {"node_modules", "migrations", "dist", "demo"}


def _sources() -> Iterator[Path]:
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in {".py", ".html", ".txt"} and not NOT_READ & set(path.parts):
                yield path


def collected() -> Catalog:
    """Every sentence of the code and the templates."""
    found = Catalog(project="Taalmaatje", charset="utf-8")
    for path in _sources():
        text = path.read_text(encoding="utf-8")
        python = text if path.suffix == ".py" else _calls(templatize(text, origin=str(path)))
        rows = extract("python", io.BytesIO(python.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for _line, msgid, _comments, context in rows:
            if msgid and msgid != "":
                found.add(msgid, locations=[(str(path.relative_to(ROOT)), 0)], context=context)
    return found


def _calls(templatized: str) -> str:
    """Only the calls of gettext in a template that Django turned into something like Python."""
    return "\n".join(found[0] for found in CALL.finditer(templatized))


def _file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """The catalogue as it is written now; empty when there is none."""
    path = _file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def extract_all() -> None:
    """Write the sentences of now into each catalogue; translations are kept, others are left empty."""
    template = collected()
    for language in LANGUAGES:
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        path = _file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False)


def compile_all() -> None:
    """Write the files that Django reads."""
    for language in LANGUAGES:
        with _file(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))


def _texts(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else list(value or [""])


def _is_wrong(message: Message) -> bool:
    said, meant = _texts(message.string), _texts(message.id)
    if message.fuzzy or not all(said):
        return True
    known = {name for text in meant for name in PLACEHOLDERS.findall(text)}
    return any(set(PLACEHOLDERS.findall(text)) - known for text in said)


def problems() -> list[str]:
    """What is missing, unsure, or has a placeholder that the English sentence does not know."""
    wanted, found = collected(), []
    for language in LANGUAGES:
        catalogue = read(language)
        for message in wanted:
            if not message.id:
                continue
            said = catalogue.get(message.id, message.context)
            if said is None or _is_wrong(said):
                found.append(f"{language}: {message.id!r}")
    return found


def main() -> int:
    """Run one of the three; ``check`` exits with 1 when something is missing."""
    deed = sys.argv[1] if len(sys.argv) > 1 else ""
    if deed == "extract":
        extract_all()
    elif deed == "compile":
        compile_all()
    elif deed == "check":
        missing = problems()
        sys.stdout.writelines(f"{line}\n" for line in missing)
        return 1 if missing else 0
    else:
        sys.stderr.write("Say extract, compile or check.\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
