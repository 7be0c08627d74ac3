"""How the programme does: waiting times by neighbourhood and level, without a cell under five."""

from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef
from django.http import HttpResponse
from django.views.decorators.http import require_GET

from backend.pairs import checks
from backend.pairs.models import Pair
from backend.people.models import Newcomer, ProgrammeManager, Volunteer
from backend.places import clock
from frontend.pages import render_page
from frontend.role_pages import only_for
from frontend.town import TownRequest

SMALLEST_CELL = 5


def _waiting_by(column: str) -> list[dict[str, Any]]:
    """Groups of five people or more; smaller ones are not told."""
    paired = Pair.objects.current().filter(newcomer=OuterRef("pk"))
    rows = Newcomer.objects.taking_part().filter(~Exists(paired)).values(group=F(column))
    counted = rows.annotate(people=Count("pk"), since=Min("waiting_since")).filter(people__gte=SMALLEST_CELL)
    return [dict(row) for row in counted.order_by("-people", "group")]


@only_for(ProgrammeManager)
@require_GET
def programme(request: TownRequest) -> HttpResponse:
    """Counts, and who waits where."""
    context = {
        "newcomers": Newcomer.objects.taking_part().count(),
        "volunteers": Volunteer.objects.taking_part().count(),
        "pairs": Pair.objects.current().count(),
        "by_neighbourhood": _waiting_by("neighbourhood__name"),
        "by_level": _waiting_by("dutch_level"),
        "progress": checks.progress(),
        "today": clock.local_today(clock.now()),
    }
    return render_page(request, "staff/programme.html", context)
