"""How a page of a newcomer or a volunteer is shown: with the situation of the person always at hand."""

from typing import Any

from django.http import HttpResponse

from backend.places import clock
from frontend.pages import render_page
from frontend.taking_part.audience import Audience
from frontend.taking_part.situation import Situation
from frontend.town import TownRequest


def show(request: TownRequest, audience: Audience, template: str, /, **about: Any) -> HttpResponse:
    """A page of ``taking_part``, or of the audience's own folder when the name says so; 422 with form errors.

    Every page knows ``seen``, since the ways out (stop, not safe) stand on every page.
    """
    form = about.get("form")
    seen = about.pop("seen", None) or Situation(audience, audience.role_of(request), clock.now())
    path = template if "/" in template else f"taking_part/{template}"
    context = {"audience": audience, "seen": seen, **about}
    status = 422 if form is not None and form.errors else 200
    return render_page(request, f"{path}.html", context, status=status)
