"""What every answer of the API carries (NLGov REST API Design Rules 2.2, /core/transport)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

API_VERSION = "1.0.0"
PREFIX = "/api/"

_ALWAYS = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ApiHeaders:
    """Outermost middleware, so that errors of any layer carry the headers as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass; an answer of the API gets its headers."""
        response = self.get_response(request)
        if request.path.startswith(PREFIX):
            for name, value in _ALWAYS.items():
                response.headers[name] = value
        return response
