"""Servers, people and messages for a measurement, thrown away afterwards."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from local import servers
from local.processes import Keeper

if TYPE_CHECKING:
    from notifications.kinds import Kind

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday in winter, twelve o'clock in Culemborg
TOWNS = ("GM0216", "GM0221", "GM0363", "GM0344")


@contextmanager
def prepared() -> Iterator[tuple[Keeper, Path]]:
    """PostgreSQL and Redis of our own, an empty and migrated database, and a folder."""
    place = Path(tempfile.mkdtemp(prefix="taalmaatje-messages-"))
    try:
        with (
            Keeper(logs=place / "log", records=place / "processes") as keeper,
            servers.started(keeper, place, elsewhere={}, connections=100) as addresses,
        ):
            os.environ |= addresses | {
                "DEMO": "1",
                "DJANGO_SETTINGS_MODULE": "backend.config.settings",
                "LOG_LEVEL": "ERROR",
                "SECRET_KEY": "only-for-measuring",
                "SEND_JOURNAL": str(place / "send-journal.log"),
                "MAILS_A_MINUTE": "10000000",
                "SMS_A_MINUTE": "10000000",
            }
            _migrate()
            yield keeper, place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _migrate() -> None:
    import django  # noqa: PLC0415 - its settings read the addresses above
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    call_command("migrate", verbosity=0)


def people(count: int, *, with_mail: float) -> None:
    """Newcomers, the first share of them with a mail address, the others with a phone only, over a few towns."""
    from backend.people.models import Account, Newcomer  # noqa: PLC0415 - only after the set-up
    from tests import make  # noqa: PLC0415

    places = {town: make.neighbourhood(of=town) for town in TOWNS}
    mails = round(count * with_mail)
    accounts = Account.objects.bulk_create(
        (
            Account(
                full_name=f"Person {number}",
                call_name=f"Person {number}",
                mail=f"person{number}@example.org" if number < mails else "",
                phone="" if number < mails else f"+316{number:08d}",
            )
            for number in range(count)
        ),
        batch_size=5_000,
    )
    Newcomer.objects.bulk_create(
        (
            Newcomer(
                municipality_id=town,
                account=account,
                neighbourhood=places[town],
                languages=["eng"],
                registered_at=NOON,
                request_id=account.pk,
                dutch_level="A2",
                waiting_since=NOON.date(),
            )
            for number, account in enumerate(accounts)
            for town in (TOWNS[number % len(TOWNS)],)
        ),
        batch_size=5_000,
    )


def owe_all(kind: "Kind", *, expires_at: datetime, soon: datetime, ending: str) -> int:
    """Owe a message to everybody, town by town; to whose number ends so, soon over. How many statements it took."""
    from django.db import connection  # noqa: PLC0415 - only after the set-up
    from django.db.models import Case, Value, When  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    from backend.people.models import Newcomer  # noqa: PLC0415
    from notifications import outbox  # noqa: PLC0415

    until = Case(When(account__full_name__endswith=ending, then=Value(soon)), default=Value(expires_at))
    with CaptureQueriesContext(connection) as queries:
        for town in TOWNS:
            rows = Newcomer.objects.filter(municipality=town).values_list("account_id", "pk", Value(""), until)
            outbox.owe_selected(kind, rows, now=NOON, municipality=town)
    return len(queries)


def in_an_hour() -> datetime:
    """When the messages of a measurement make no sense any more."""
    return NOON + timedelta(hours=6)
