"""Which neighbourhoods have four digits of a postcode: told by a file of shares, or by each neighbourhood."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from backend.places.division.areas import Area, BadRow
from backend.places.division.files import Record
from backend.places.division.report import Count
from backend.places.division.store import upsert
from backend.places.models import Neighbourhood, PostcodeShare

_THOUSANDTHS = Decimal("0.001")


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """The part (0..1) of the people with this postcode that lives in a neighbourhood."""

    where: str
    pc4: str
    code: str
    part: Decimal


def check(record: Record) -> Share:
    """One line of a file of shares, checked.

    Raises:
        BadRow: the postcode, the code or the share cannot be right.
    """
    facts = record.facts
    if "unreadable" in facts:
        raise BadRow(facts["unreadable"])
    pc4, code = facts.get("pc4", ""), facts["neighbourhood_code"]
    if not re.fullmatch(r"[1-9]\d{3}", pc4):
        raise BadRow(f'postcode "{pc4}" is not four digits, such as 4101. Correct it.')
    if not re.fullmatch(r"BU[0-9A-Z]{8}", code):
        raise BadRow(f'"{code}" is no code of a neighbourhood, such as BU02160000. Correct it.')
    told = facts.get("population_share", "")
    try:
        part = Decimal(told)
    except InvalidOperation:
        part = Decimal(-1)
    if not 0 <= part <= 1:
        raise BadRow(f'share "{told}" is not a number from 0 to 1. Correct it.')
    return Share(where=record.where, pc4=pc4, code=code, part=part.quantize(_THOUSANDTHS))


def ids_of(codes: Iterable[str], *, year: int) -> dict[str, int]:
    """Code -> row of the division of this year."""
    rows = Neighbourhood.objects.filter(code__in=set(codes), year=year)
    return dict(rows.values_list("code", "pk"))


def replace(shares: Iterable[Share], ids: dict[str, int], *, year: int) -> Count:
    """These shares are the whole truth about the postcodes that they name, in the division of this year."""
    wanted = {
        (share.pc4, ids[share.code]): {
            "pc4": share.pc4, "neighbourhood_id": ids[share.code], "share": share.part
        }
        for share in shares
    }  # fmt: skip
    rows = PostcodeShare.objects.filter(pc4__in={pc4 for pc4, _ in wanted}, neighbourhood__year=year)
    known = {(row.pc4, row.neighbourhood_id): row for row in rows}
    count = upsert(PostcodeShare.objects.all(), wanted, known, unique=["pc4", "neighbourhood_id"])
    gone = [row.pk for key, row in known.items() if key not in wanted]
    PostcodeShare.objects.filter(pk__in=gone).delete()
    return Count(new=count.new, changed=count.changed, same=count.same, gone=len(gone))


def add_missing(areas: Iterable[Area]) -> Count:
    """Where a file tells only the main postcode of a neighbourhood: share it out by population.

    Shares that are there already stay: a file of shares knows better.
    """
    people: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
    for area in areas:
        if area.level == "BU" and area.pc4:
            people[area.pc4, area.year][area.code] = area.population or 0
    count = Count()
    for year in {year for _, year in people}:
        shares = [
            Share(where="", pc4=pc4, code=code, part=part)
            for (pc4, of_year), here in people.items()
            if of_year == year
            for code, part in _parts(here).items()
        ]
        count = _add(shares, year)
    return count


def _parts(people: dict[str, int]) -> dict[str, Decimal]:
    total = sum(people.values())
    return {
        code: (Decimal(here) / total if total else Decimal(1) / len(people)).quantize(_THOUSANDTHS)
        for code, here in people.items()
    }


def _add(shares: list[Share], year: int) -> Count:
    ids = ids_of((share.code for share in shares), year=year)
    rows = PostcodeShare.objects.filter(neighbourhood__in=ids.values())
    known = set(rows.values_list("pc4", "neighbourhood_id"))
    missing = [
        PostcodeShare(pc4=share.pc4, neighbourhood_id=ids[share.code], share=share.part)
        for share in shares
        if (share.pc4, ids[share.code]) not in known
    ]
    PostcodeShare.objects.bulk_create(missing, ignore_conflicts=True)
    return Count(new=len(missing), same=len(shares) - len(missing))
