"""The newcomer's page: one sentence says what happens now, and what to do."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.places import clock
from frontend.newcomer import table_views, waiting
from frontend.taking_part import meeting_views
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.taking_part.situation import Situation
from frontend.town import TownRequest

ASKED_AT_ONCE = 2


@never_cache
@require_GET
def home(request: TownRequest, audience: Audience) -> HttpResponse:
    """What happens now."""
    seen = Situation(audience, audience.role_of(request), clock.now())
    questions = [
        {"met": met, "form": meeting_views.question(met, audience)} for met in seen.unanswered[:ASKED_AT_ONCE]
    ]
    offer, seat = table_views.offer_of(seen.role), table_views.seat_of(seen.role)
    is_waiting = seen.is_waiting and not offer and not seat
    facts = waiting.explain(waiting.latest_reason(seen.role)) if is_waiting else None
    about = {"questions": questions, "waiting": facts, "table_offer": offer, "seat": seat}
    return show(request, audience, "newcomer/home", seen=seen, **about)
