"""How a page is answered: whole, or only the part that htmx asks for; and the pages for when it goes wrong."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

DOWNLOADS = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "zip": "application/zip",
    "json": "application/json",
}


def render_page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page in the reader's language."""
    return render(request, template, context or {}, status=status)


def download(body: bytes | str, name: str) -> HttpResponse:
    """A file to keep, of the kind that its name ends in."""
    return HttpResponse(
        body,
        content_type=DOWNLOADS[name.rpartition(".")[2]],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page knows: the language and its direction, and whether this is the demo."""
    return {
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "languages": [(code, translation.get_language_info(code)["name_local"]) for code, _ in settings.LANGUAGES],
        "is_demo": settings.DEMO,
    }


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400"""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403"""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when the page was open too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what is not there and for what is not yours."""
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500, without a database: the language is the one that was known already, else that of the browser."""
    language = getattr(request, "LANGUAGE_CODE", "") or translation.get_language_from_request(request)
    with translation.override(language):
        return render(request, "500.html", status=500)
