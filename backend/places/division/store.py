"""Checked areas into rows: new ones made, others changed where a fact differs; what is not told stays."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from backend.places.division.areas import Area
from backend.places.division.report import Count
from backend.places.models import District, Municipality, Neighbourhood

_BATCH = 2_000
Row = TypeVar("Row", bound=Model)
Facts = dict[str, Any]
Key = tuple[str, int]  # a code belongs to a year


def municipalities(areas: Iterable[Area]) -> Count:
    """The municipalities of these areas; an older division changes nothing about a newer one."""
    known = Municipality.objects.in_bulk()
    wanted: dict[str, Facts] = {}
    for area in areas:
        code = area.municipality_code
        before = known.get(code)
        if before and before.division_year > area.year:
            wanted.setdefault(code, {"code": code})
            continue
        told = area.name if area.level == "GM" else area.municipality_name
        name = told or wanted.get(code, {}).get("name") or (before.name if before else code)
        wanted[code] = {"code": code, "name": name, "division_year": area.year}
    return upsert(Municipality.objects.all(), wanted, known, unique=["code"])


def districts(areas: Iterable[Area]) -> Count:
    """The districts of these areas. A district whose name nobody told is shown by its code."""
    areas = [area for area in areas if area.level != "GM"]
    known = {(row.code, row.year): row for row in _of_same_towns(District.objects.all(), areas)}
    elsewhere = {code: row.name for (code, _), row in known.items() if row.name != code}
    wanted: dict[Key, Facts] = {}
    for area in areas:
        key = (area.district_code, area.year)
        before = known.get(key)
        told = area.name if area.level == "WK" else area.district_name
        name = told or wanted.get(key, {}).get("name") or (before.name if before else "")
        wanted[key] = {
            "code": area.district_code,
            "year": area.year,
            "municipality_id": area.municipality_code,
            "name": name or elsewhere.get(area.district_code) or area.district_code,
        }
    return upsert(District.objects.all(), wanted, known, unique=["municipality_id", "code", "year"])


def neighbourhoods(areas: Iterable[Area]) -> Count:
    """The neighbourhoods among these areas; municipalities and districts are there already."""
    areas = [area for area in areas if area.level == "BU"]
    parents = {(row.code, row.year): row.pk for row in _of_same_towns(District.objects.all(), areas)}
    known = {(row.code, row.year): row for row in _of_same_towns(Neighbourhood.objects.all(), areas)}
    wanted = {
        (area.code, area.year): _facts(area) | {"district_id": parents[area.district_code, area.year]}
        for area in areas
    }
    return upsert(Neighbourhood.objects.all(), wanted, known, unique=["municipality_id", "code", "year"])


def known_names(areas: Sequence[Area]) -> dict[str, str]:
    """Neighbourhood code -> its name in the newest division that we have."""
    rows = _of_same_towns(Neighbourhood.objects.all(), areas)
    return {row.code: row.name for row in sorted(rows, key=lambda row: row.year)}


def _facts(area: Area) -> Facts:
    facts: Facts = {"code": area.code, "year": area.year, "municipality_id": area.municipality_code}
    if area.name:
        facts["name"] = area.name
    if area.population is not None:
        facts["population"] = area.population
    if area.at:
        facts |= {"rd_x": area.at.x, "rd_y": area.at.y, "lat": area.at.lat, "lon": area.at.lon}
    return facts


def _of_same_towns(rows: QuerySet[Row], areas: Sequence[Area]) -> list[Row]:
    return list(rows.filter(municipality__in={area.municipality_code for area in areas}))


def upsert(rows: QuerySet[Row], wanted: Mapping[Any, Facts], known: Mapping[Any, Row], *, unique: list[str]) -> Count:
    """Write the wanted facts where they differ from the known row, in bulk.

    ``ON CONFLICT`` lets two imports of one file run at the same time.
    """
    new, changed = [], []
    columns: set[str] = set()
    for key, facts in wanted.items():
        row = known.get(key)
        if row is None:
            new.append(rows.model(**facts))
            columns |= facts.keys()
            continue
        different = {name for name, value in facts.items() if getattr(row, name) != value}
        for name in different:
            setattr(row, name, facts[name])
        if different:
            changed.append(row)
            columns |= different
    if new or changed:
        rows.bulk_create(
            [*new, *changed],
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=unique,
            update_fields=sorted(columns.difference(unique)),
        )
    return Count(new=len(new), changed=len(changed), same=len(wanted) - len(new) - len(changed))
