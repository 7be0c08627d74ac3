"""In which language somebody reads: the page belongs to its reader, never to the process."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers


class ReaderLanguage:
    """Middleware: the language of the account, else of the cookie, else of the browser, else Dutch."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ("Accept-Language", "Cookie"))
        return response


def language_of(request: HttpRequest) -> str:
    """One of the languages of the product (``settings.LANGUAGES``)."""
    if request.user.is_authenticated:
        try:
            return translation.get_supported_language_variant(request.user.language)
        except LookupError:
            pass  # a language that is no longer offered
    return translation.get_language_from_request(request)
