"""The newcomer's page: one sentence says what happens now, and what to do."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from backend.places import clock
from frontend.newcomer import waiting
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
    reason = waiting.latest_reason(seen.role) if seen.is_waiting else None
    facts = waiting.explain(reason) if seen.is_waiting else None
    return show(request, audience, "newcomer/home", seen=seen, questions=questions, waiting=facts)
