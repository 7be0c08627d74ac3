"""A frozen statement on paper and as a table: the same bytes every time."""

import csv
import io
from pathlib import Path

from backend.meetings import paper
from backend.obligations.models import HoursStatement

TEMPLATES = Path(__file__).parent / "statement_templates"
LAYOUT = 4  # a new look is a new file: what was printed before is printed the same for ever
FILES = {
    1: TEMPLATES / "statement.typ",
    2: TEMPLATES / "statement_2.typ",
    3: TEMPLATES / "statement_3.typ",
    4: TEMPLATES / "statement_4.typ",
}
COLUMNS = {
    "required": "gevraagd_minuten",
    "done": "gedaan_minuten",
    "confirmed": "bevestigd_minuten",
    "excused": "verschoond_minuten",
    "credited": "telt_mee_minuten",
}


def as_pdf(statement: HoursStatement) -> bytes:
    """The statement in Dutch as PDF/A (see ``meetings.paper`` for rare scripts); the same bytes every time."""
    data = paper.canonical(statement.figures | {"sha256": statement.figures_sha256, "number": str(statement.pk)})
    return paper.pdf(FILES[statement.figures.get("layout", 1)], {"statement": data.decode()})


def as_csv(statement: HoursStatement) -> str:
    """The weeks of the statement, one a row, minutes as integers; Dutch headings, RFC 4180."""
    named = [name for name in COLUMNS if name in statement.figures]
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["week", "maandag", *(COLUMNS[name] for name in named)])
    for week in statement.figures["weeks"]:
        rows.writerow([week["label"], week["monday"], *(week[name] for name in named)])
    rows.writerow(["totaal", "", *(statement.figures[name] for name in named)])
    return out.getvalue()
