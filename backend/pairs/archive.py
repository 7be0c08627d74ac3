"""The files of a round: its frozen input and its result, as the engine's command line reads and checks them.

People stand in them under the round's own numbers, without names and contacts. After three months they are removed.
"""

import io
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import transaction

import matching
from backend.pairs.frozen import Frozen
from backend.pairs.models import MatchingRound, RoundArchive
from backend.people.models import Account, Coordinator
from backend.privacy import audit
from matching import folder, place_tables, tables

KEPT = timedelta(days=90)
RESULT = ("pairs.csv", "unmatched.csv", "report.json")


def files_of(given: Frozen, result: matching.Result, report: Mapping[str, Any]) -> bytes:
    """A zip of the tables that went in, two that came out, and the report with the certificate."""
    with tempfile.TemporaryDirectory(prefix="round-") as made:
        home = Path(made)
        place_tables.write_newcomers(home / "newcomers.csv", given.newcomers, given.groups, given.venues)
        place_tables.write_volunteers(home / "volunteers.csv", given.volunteers, given.venues)
        tables.write(home / "blocked.csv", tables.BLOCKED_COLUMNS, given.blocked)
        tables.write(home / "pinned.csv", tables.BLOCKED_COLUMNS, given.pinned)
        inputs = {name: home / f"{name}.csv" for name in folder.TABLES}
        if given.groups:
            inputs["tables"] = home / "tables.csv"
            place_tables.write_tables(inputs["tables"], given.groups)
        if given.venues:
            inputs["venues"] = home / "venues.csv"
            place_tables.write_venues(inputs["venues"], given.venues)
        folder.write(home, replace(result, report=dict(report)), inputs, skipped={})
        return _zipped(
            home,
            [
                *(path.name for path in inputs.values()),
                "pinned.csv",
                *RESULT,
                *(["places.csv"] if given.venues else []),
            ],
        )


def _zipped(home: Path, names: list[str]) -> bytes:
    """Equal files give an equal zip: their moments are left out."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(zipfile.ZipInfo(name), (home / name).read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


@transaction.atomic
def fetch(*, round_id: UUID, by: Account, now: datetime) -> RoundArchive:
    """The files of a round, for a coordinator; that they were fetched stands on the record.

    Raises:
        RoundArchive.DoesNotExist: not a round of the open town, or too long ago; or ``by`` does not coordinate here.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise RoundArchive.DoesNotExist
    found = RoundArchive.objects.select_related("round").defer("round__report").get(round=round_id)
    audit.note(deed="round exported", about=found.round, town=found.municipality_id, by=by.pk, now=now)
    return found


def forget_old(now: datetime) -> int:
    """Remove the files of rounds of the open town that were asked for long ago; how many."""
    old = MatchingRound.objects.filter(asked_at__lt=now - KEPT).values("pk")
    return RoundArchive.objects.filter(round__in=old).delete()[0]
