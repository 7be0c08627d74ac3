"""What this is, and what the law wants to be said."""

from datetime import timedelta
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from backend.places import clock
from backend.places.models import Municipality
from frontend.pages import render_page

SECURITY_TXT_HOLDS = timedelta(days=180)  # RFC 9116 recommends less than a year


def _mail() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is this, and where do I begin?"""
    towns = [town.name for town in Municipality.objects.with_programme()]
    return render_page(request, "public/start.html", {"towns": towns})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, and what they can ask of us (AVG art. 13)."""
    return render_page(request, "public/privacy.html", {"mail": _mail()})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """Who can use these pages (Besluit digitale toegankelijkheid overheid art. 3)."""
    return render_page(request, "public/accessibility.html", {"mail": _mail()})


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116)."""
    until = (clock.now() + SECURITY_TXT_HOLDS).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{_mail()}",
        f"Expires: {until}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.SITE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
