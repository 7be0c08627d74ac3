"""The language tables that a volunteer leads: when and where each meets, and who sits there."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.meetings.models import Meeting
from backend.pairs.models import LanguageTable
from backend.places import clock
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest

COMING_SHOWN = 4


@never_cache
@require_GET
def table(request: TownRequest, audience: Audience, language_table_id: uuid.UUID) -> HttpResponse:
    """One table for who leads it: call names only, the days to come, and who does not come."""
    led = get_object_or_404(LanguageTable.objects.led_by(request.user).with_seats(), pk=language_table_id)
    coming = Meeting.objects.for_calendar().filter(table=led, starts_at__gt=clock.now()).order_by("starts_at", "pk")
    return show(request, audience, "volunteer/table", table=led, coming=coming[:COMING_SHOWN])
