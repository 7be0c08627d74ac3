"""My clients as a list: found by name, contact or client number, page by page, with figures of that page only."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from backend.obligations import signals, statements
from backend.obligations.models import Obligation
from backend.people.models import Account
from frontend import finding
from frontend.caseworker import case_file
from frontend.town import TownRequest

ROWS_A_PAGE = 50
WEEKS = 4
LOOK = "look"  # in the address: only those whom there is something to look at


def context(request: TownRequest) -> dict[str, Any]:
    """The page of the list that was asked for; in as many queries for thousands of clients as for one."""
    mine = Obligation.objects.visible_to(request.user)
    everybody = list(mine.values_list("person_id", flat=True))
    typed, only_signals = finding.wanted(request), LOOK in request.GET
    found = _found(mine, everybody, typed)
    if only_signals:
        some = mine.filter(person_id__in=list(found.values_list("pk", flat=True))) if typed else mine
        found = Account.objects.filter(pk__in=_to_look_at(some))
    page = Paginator(found.order_by("full_name", "pk"), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return {
        "page": page,
        "rows": _rows(mine, page, by=request.user),
        "typed": typed,
        "only_signals": only_signals,
        "has_clients": bool(everybody),
        "query": finding.query(q=typed, **{LOOK: "1" if only_signals else ""}),
    }


def _found(mine: QuerySet[Obligation], everybody: Collection[UUID], typed: str) -> QuerySet[Account]:
    """Those of the caseload who are looked for; their accounts stand in another database than the files."""
    people = Account.objects.filter(pk__in=everybody)
    found = finding.named(people, typed)
    if typed:
        numbered = mine.filter(client_number__iexact=typed).values_list("person_id", flat=True)
        found = found | people.filter(pk__in=list(numbered))
    return found


def _to_look_at(files: QuerySet[Obligation]) -> list[UUID]:
    return [each.person_id for each in signals.to_look_at(list(files), today=case_file.today())]


def _rows(mine: QuerySet[Obligation], page: Page[Account], *, by: Account) -> list[dict[str, Any]]:
    """By name, those whom there is something to look at before the others."""
    files = {each.person_id: each for each in mine.filter(person_id__in=[person.pk for person in page])}
    shown = list(files.values())
    overviews = statements.overviews(shown, **case_file.last_weeks(WEEKS))
    seen = signals.of_many(shown, today=case_file.today())
    rows = [
        {
            "obligation": files[person.pk],
            "person": person,
            "overview": overviews[files[person.pk].pk],
            "seen": seen[files[person.pk].pk],
            "is_of_colleague": files[person.pk].caseworker_id != by.pk,
        }
        for person in page
    ]
    return sorted(rows, key=lambda row: not row["seen"].signals)
