"""The private calendar of a person, for the program that shows it: read with a secret address, never written."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.meetings import feeds
from backend.places import clock


@never_cache
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The meetings behind this address; the same 404 for every address that opens nothing."""
    found = feeds.read(token, now=clock.now())
    if found is None:
        raise Http404
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
    return HttpResponse(found, content_type="text/calendar; charset=utf-8", headers=headers)
