"""What stands in a file: CSV or GeoJSON, plain or gzipped, with our column names or the national ones."""

import csv
import gzip
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

# Our name of a fact <- the names that files give it, in lower case without underscores.
_NAMES = {
    "code": {"code", "statcode", "buurtcode", "bucode"},
    "name": {"name", "statnaam", "buurtnaam", "bunaam"},
    "year": {"year", "jaar"},
    "year_and_code": {"jrstatcode"},
    "district_code": {"districtcode", "wijkcode", "wkcode"},
    "district_name": {"districtname", "wijknaam", "wknaam"},
    "municipality_code": {"municipalitycode", "municipality", "gemeentecode", "gmcode"},
    "municipality_name": {"municipalityname", "gemeentenaam", "gmnaam"},
    "population": {"population", "aantalinwoners", "aantinw"},
    "pc4": {"pc4", "pc4main", "meestvoorkomendepostcode", "postcode"},
    "lat": {"lat"},
    "lon": {"lon"},
    "rd_x": {"rdx"},
    "rd_y": {"rdy"},
    "neighbourhood_code": {"neighbourhoodcode"},
    "population_share": {"populationshare"},
}
_FACT_OF = {theirs: ours for ours, names in _NAMES.items() for theirs in names}


class FileNotUnderstood(Exception):
    """The file as a whole cannot be read; the message says why and what would help."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One line or feature: what it says under our names, as text; ``where`` is how to find it again."""

    where: str
    facts: dict[str, str]
    geometry: dict[str, Any] | None = field(default=None, repr=False)


def read(path: Path) -> list[Record]:
    """All records of a file, in its order.

    Raises:
        FileNotUnderstood: it is missing, no UTF-8 text, or neither a CSV with known columns nor GeoJSON.
    """
    text = _text(path)
    records = list(_features(text) if text.lstrip().startswith("{") else _lines(text))
    if not records:
        raise FileNotUnderstood("The file holds no rows. Is it the right one?")
    return records


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise FileNotUnderstood("The file is not UTF-8 text. Save it again as UTF-8.") from trouble
    except (OSError, EOFError) as trouble:
        raise FileNotUnderstood(f"The file cannot be opened: {trouble}.") from trouble


def _facts(names: dict[str, str | None], values: dict[str, Any]) -> dict[str, str]:
    return {
        fact: "" if values[theirs] is None else str(values[theirs]).strip() for theirs, fact in names.items() if fact
    }


def _ours(theirs: list[str]) -> dict[str, str | None]:
    return {name: _FACT_OF.get(name.strip().lower().replace("_", "")) for name in theirs}


def _lines(text: str) -> Iterator[Record]:
    header = text.split("\n", 1)[0]
    rows = csv.reader(io.StringIO(text), delimiter=";" if header.count(";") > header.count(",") else ",")
    columns = next(rows, [])
    names = _ours(columns)
    found = set(names.values())
    if not found & {"code", "district_code", "municipality_code", "neighbourhood_code"}:
        raise FileNotUnderstood(
            f"No column with a code among {', '.join(columns) or 'no columns at all'}. "
            "The first line must name the columns, for example code,name,district_code,municipality_code."
        )
    for row in rows:
        if not any(row):
            continue
        where = f"line {rows.line_num}"
        if len(row) != len(columns):
            wrong = f"{len(row)} columns instead of {len(columns)}: put a text with a comma between quotes"
            yield Record(where=where, facts={"unreadable": wrong})
        else:
            yield Record(where=where, facts=_facts(names, dict(zip(columns, row, strict=True))))


def _features(text: str) -> Iterator[Record]:
    for number, feature in enumerate(_parsed(text), start=1):
        properties = feature.get("properties") or {}
        yield Record(
            where=f"feature {number}",
            facts=_facts(_ours(list(properties)), properties),
            geometry=feature.get("geometry"),
        )


def _parsed(text: str) -> list[dict[str, Any]]:
    """The features of a collection, or one feature a line."""
    try:
        if text.count("\n") > 1 and text.lstrip().startswith('{"type":"Feature",'):
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        document = json.loads(text)
        features: list[dict[str, Any]] = document["features"]
    except (ValueError, KeyError, TypeError) as trouble:
        raise FileNotUnderstood(f"The file is no GeoJSON with a list of features: {trouble}.") from trouble
    return features
