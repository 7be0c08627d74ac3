"""Where the quotes of a row of CSV are not as RFC 4180 has them; Python's reader lets some of that pass."""

import re

LONGEST_CELL = 131_072  # characters; Python's reader refuses more
_QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"')  # never looked at twice, however long a cell is
_PLAIN = re.compile(r'[^",\r\n]*')
_ENDS = (",", "\r", "\n", "")


def what_is_wrong(row: str) -> tuple[int, str] | None:
    """The first cell of a row (from 0) that is not as it should be, and what to do; None when all are."""
    place, column = 0, 0
    while True:
        is_quoted = row.startswith('"', place)
        found = (_QUOTED if is_quoted else _PLAIN).match(row, place)
        if found is None:
            return column, "the quote that opens this cell is not closed; close it, or leave it out"
        if len(found[0]) > LONGEST_CELL:
            return column, f"this cell is longer than {LONGEST_CELL} characters, the most that is read"
        place = found.end()
        sign = row[place : place + 1]
        if sign not in _ENDS:
            return column, "a quote stands inside this cell; put quotes around the cell and double the one inside"
        if sign != ",":
            return None
        place, column = place + 1, column + 1
