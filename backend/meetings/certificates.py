"""The statement of hours that every volunteer may fetch: frozen, the same for everybody, for any purpose.

It says how many meetings and minutes there were in each month, and nothing about why somebody wants to know.
Everything that is printed is kept, so that rendering it again gives the same bytes. It has a code: whoever holds the
paper types it on a public page and sees whether it is genuine.
"""

import csv
import io
import secrets
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django_scopes import scopes_disabled

from backend.meetings import ledger, paper
from backend.meetings.claims import ClaimState, State
from backend.meetings.entries import last_line
from backend.meetings.models import HoursCertificate
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places.models import ZONE, Municipality

TEMPLATES = Path(__file__).parent / "certificate_templates"
WITHOUT_CODE, WITH_CODE = TEMPLATES / "certificate.typ", TEMPLATES / "statement.typ"  # the first stays as it was
LAYOUT = 2  # less than an hour is said in minutes alone; statements without a layout print as they did
LANGUAGES = ("nl", "en", "ar")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: nothing that looks like something else
CODE_LENGTH, GROUP = 12, 4  # 60 bits
READ_AS = str.maketrans("OIL", "011", "- \u2013\u2014.")
COUNTED = {State.CLAIMED, State.CONFIRMED}


class PeriodEndsBeforeItStarts(Exception):
    """The last day lies before the first."""


@transaction.atomic
def issue(
    *,
    town: str,
    account_id: UUID,
    starts_on: date,
    ends_on: date,
    language: str = LANGUAGES[0],
    request_id: UUID,
    now: datetime,
) -> HoursCertificate:
    """Freeze what this person did between two local days, both included; one request gives one statement.

    Raises:
        PeriodEndsBeforeItStarts: the last day lies before the first.
        RequestUsedBefore: this request was about another period or language.
    """
    if ends_on < starts_on:
        raise PeriodEndsBeforeItStarts
    person = Account.objects.select_for_update(no_key=True).get(pk=account_id)
    if known := HoursCertificate.objects.filter(account=person, request_id=request_id).first():
        if (known.starts_on, known.ends_on, known.language) != (starts_on, ends_on, language):
            raise RequestUsedBefore
        return known
    number, last_hash = last_line()
    code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
    figures = _figures(person, town, starts_on, ends_on, now=now) | {
        "layout": LAYOUT,
        "language": language,
        "code": "-".join(code[at : at + GROUP] for at in range(0, CODE_LENGTH, GROUP)),
        "check_at": f"{urlsplit(settings.SITE_URL).netloc}/controleer/",
    }
    return HoursCertificate.objects.create(
        municipality_id=town,
        account=person,
        starts_on=starts_on,
        ends_on=ends_on,
        last_entry_number=number,
        last_entry_hash=last_hash,
        language=language,
        code=code,
        figures=figures,
        figures_sha256=paper.checksum(figures),
        issued_at=now,
        request_id=request_id,
    )


def _figures(person: Account, town: str, starts_on: date, ends_on: date, *, now: datetime) -> dict[str, Any]:
    claims = ledger.claims_of(person.pk, starts_on=starts_on, ends_on=ends_on)
    months = _months([claim for claim in claims if claim.state in COUNTED])
    return {
        "municipality": Municipality.objects.get(pk=town).name,
        "person": person.full_name,
        "starts_on": starts_on.isoformat(),
        "ends_on": ends_on.isoformat(),
        "months": months,
        "meetings": sum(month["meetings"] for month in months),
        "minutes": sum(month["minutes"] for month in months),
        "confirmed": sum(month["confirmed"] for month in months),
        "issued_at": now.astimezone(ZoneInfo(ZONE)).isoformat(timespec="minutes"),
    }


def _months(claims: Sequence[ClaimState]) -> list[dict[str, Any]]:
    of_month: dict[str, list[ClaimState]] = defaultdict(list)
    for claim in claims:
        of_month[f"{claim.starts_at.astimezone(ZoneInfo(ZONE)):%Y-%m}"].append(claim)
    return [
        {
            "month": month,
            "meetings": len(of_month[month]),
            "minutes": sum(claim.minutes for claim in of_month[month]),
            "confirmed": sum(c.minutes for c in of_month[month] if c.state == State.CONFIRMED),
        }
        for month in sorted(of_month)
    ]


def with_code(typed: str) -> HoursCertificate | None:
    """The genuine statement with this code, however it was typed; None when no statement has it.

    Whoever asks holds the paper and has no town, so this looks at the statements of all towns.
    """
    code = typed.upper().translate(READ_AS)
    with scopes_disabled():
        found = HoursCertificate.objects.filter(code=code).first() if len(code) == CODE_LENGTH else None
    return found if found and paper.checksum(found.figures) == found.figures_sha256 else None


def as_pdf(certificate: HoursCertificate) -> bytes:
    """The statement in its language as PDF/A; the same bytes every time."""
    data = paper.canonical(
        certificate.figures
        | {
            "sha256": certificate.figures_sha256,
            "number": str(certificate.pk),
            "last_entry_number": certificate.last_entry_number,
        }
    )
    template = WITH_CODE if certificate.code else WITHOUT_CODE
    return paper.pdf(template, {"certificate": data.decode()})


def as_csv(certificate: HoursCertificate) -> str:
    """The months, one a row, minutes as integers; Dutch headings, RFC 4180."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["maand", "afspraken", "minuten", "waarvan_bevestigd"])
    for month in certificate.figures["months"]:
        rows.writerow([month[key] for key in ("month", "meetings", "minutes", "confirmed")])
    rows.writerow(["totaal", *(certificate.figures[key] for key in ("meetings", "minutes", "confirmed"))])
    return out.getvalue()
