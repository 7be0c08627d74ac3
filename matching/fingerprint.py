"""The hash of everything that a result depends on, whatever the order of rows, columns and words.

SHA-256 over, one behind the other (docs/matching.md, "The hash of the input"): the table of newcomers, the table of
volunteers, the blocked pairs, and the day with the choices of the round. It is made from columns, so that it takes
no longer for a nation than the bytes take.
"""

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

import numpy as np

from matching.kinds import FACTS
from matching.sheets import Sheet


def of(
    newcomers: Sheet,
    volunteers: Sheet,
    blocked: Collection[tuple[str, str]],
    *,
    day: date,
    choices: Mapping[str, Any],
) -> str:
    """The hash in hexadecimal digits."""
    digest = hashlib.sha256()
    for part in (
        *_table("newcomers", newcomers),
        *_table("volunteers", volunteers),
        _line(sorted(set(blocked))),
        _line({"day": day.isoformat()} | dict(choices)),
    ):
        digest.update(part)
    return digest.hexdigest()


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def _table(name: str, sheet: Sheet) -> Iterator[Any]:
    """A table in the order of its ids, column by column; numbers are little-endian."""
    rows = slice(None) if sheet.is_in_order else sheet.by_id
    ids = sheet.ids if sheet.is_in_order else [sheet.ids[row] for row in sheet.by_id.tolist()]
    yield _line([name, len(sheet)])
    yield _line(ids)
    for column in FACTS[sheet.kind]:
        if column in sheet.sets:
            words = sheet.sets[column]
            in_order = sorted(words.words)
            yield _line([column, *in_order])
            yield np.ascontiguousarray(words.masks(in_order)[rows].astype("<u8", copy=False))
        elif column in sheet.numbers:
            yield _line([column])
            yield np.ascontiguousarray(sheet.numbers[column][rows].astype("<i4", copy=False))
        else:
            yield _line([column])
            yield np.ascontiguousarray(sheet.weeks[column][rows].astype("<u8", copy=False))
