"""One file into the database: read, check every row, write what is right, say what was wrong."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from backend.places.division import areas, files, postcodes, store
from backend.places.division.areas import Area, BadRow
from backend.places.division.files import Record
from backend.places.division.report import Refused, Report

DIVISION_YEAR = 2024  # of the files that docs/operations.md describes, which name no year themselves
Checked = TypeVar("Checked")


@transaction.atomic
def import_file(path: Path, *, year: int | None = None) -> Report:
    """Load a file of areas or of postcode shares; a second time it changes nothing. All in one transaction.

    ``year`` is the division to which rows belong that do not tell it themselves.

    Raises:
        FileNotUnderstood: the file as a whole cannot be read.
    """
    records = files.read(path)
    report = Report(file=path, rows=len(records))
    if any("neighbourhood_code" in record.facts for record in records):
        _import_shares(records, report, year or DIVISION_YEAR)
    else:
        _import_areas(records, report, year)
    return report


def _import_areas(records: list[Record], report: Report, year: int | None) -> None:
    good = _checked(records, lambda record: areas.check(record, year=year or DIVISION_YEAR), report)
    good = _first_of_each(good, report)
    good = _with_names(good, report)
    report.years = sorted({area.year for area in good})
    report.year_was_assumed = year is None and not any(
        record.facts.get("year") or record.facts.get("year_and_code") for record in records
    )
    report.counts = {"municipalities": store.municipalities(good), "districts": store.districts(good)}
    if any(area.level == "BU" for area in good):
        report.counts["neighbourhoods"] = store.neighbourhoods(good)
        report.counts["postcodes"] = postcodes.add_missing(good)
        _remark_gaps(good, report)


def _import_shares(records: list[Record], report: Report, year: int) -> None:
    good = _checked(records, postcodes.check, report)
    ids = postcodes.ids_of((share.code for share in good), year=year)
    known = []
    for share in good:
        if share.code in ids:
            known.append(share)
        else:
            why = f"{share.code} is not in the division of {year}. Import its neighbourhoods first."
            report.refused.append(Refused(where=share.where, why=why))
    report.years = [year]
    report.counts = {"postcodes": postcodes.replace(known, ids, year=year)}


def _checked(records: Iterable[Record], check: Callable[[Record], Checked], report: Report) -> list[Checked]:
    good = []
    for record in records:
        try:
            good.append(check(record))
        except BadRow as trouble:
            code = record.facts.get("code") or record.facts.get("neighbourhood_code")
            where = f"{record.where} ({code})" if code else record.where
            report.refused.append(Refused(where=where, why=str(trouble)))
    return good


def _first_of_each(good: Iterable[Area], report: Report) -> list[Area]:
    first: dict[tuple[str, int], Area] = {}
    for area in good:
        earlier = first.setdefault((area.code, area.year), area)
        if earlier is not area:
            why = f"{area.code} stands in {earlier.where} as well; that one was used. Remove one of them."
            report.refused.append(Refused(where=area.where, why=why))
    return list(first.values())


def _with_names(good: list[Area], report: Report) -> list[Area]:
    """Outlines may come without names, for neighbourhoods that we know by name already."""
    if all(area.name for area in good):
        return good
    known = store.known_names(good)
    named = []
    for area in good:
        if area.name or area.level != "BU" or area.code in known:
            named.append(area if area.name else area.with_name(known.get(area.code, "")))
        else:
            why = f"{area.code} has no name, here or in an earlier file. Import neighbourhoods.csv first."
            report.refused.append(Refused(where=area.where, why=why))
    return named


def _remark_gaps(good: Iterable[Area], report: Report) -> None:
    here = [area for area in good if area.level == "BU"]
    report.remark(
        "without a place on the map (nobody who lives there can be matched by distance)",
        [f"{area.code} {area.name} ({area.where})" for area in here if not area.at],
    )
    report.remark(
        "without a postcode (people who live there choose from the list)",
        [f"{area.code} {area.name}" for area in here if area.pc4 == ""],
    )
