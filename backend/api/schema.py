"""The description of the API, published without login at ``openapi.json`` (NLGov /core/publish-openapi)."""

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from backend.api.problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["status", "title", "detail"],
    "properties": {
        "status": {"type": "integer"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["in", "pointer", "detail"],
                "properties": {
                    "in": {"type": "string", "enum": ["body", "query"]},
                    "pointer": {"type": "string", "description": "RFC 6901; empty is the whole"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def tell_what_always_holds(result: dict[str, Any], **_about: Any) -> dict[str, Any]:
    """A hook of drf-spectacular: every error is a problem, and no body has a field that is not described."""
    parts = result["components"]
    for name, schema in parts["schemas"].items():
        if name.endswith("In"):
            schema["additionalProperties"] = False
    parts["schemas"]["Problem"] = PROBLEM
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    parts["responses"] = {"Problem": {"description": "What is wrong.", "content": content}}
    for operation in (each for path in result["paths"].values() for each in path.values()):
        takes_input = "requestBody" in operation or "parameters" in operation
        for status in ("400", "default") if takes_input else ("default",):
            operation["responses"][status] = {"$ref": "#/components/responses/Problem"}
    return result


@lru_cache(maxsize=len(settings.LANGUAGES))
def _described(language: str) -> dict[str, Any]:
    """The description in the language that is being read."""
    described: dict[str, Any] = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    return described


class MadeOnce(SchemaGenerator):
    """Anybody may ask for the description, and making it takes seconds: each process makes it once a language."""

    def get_schema(self, request: Request | None = None, public: bool = False) -> dict[str, Any]:
        """The whole description, for everybody the same."""
        return _described(get_language() or "")


class OpenApi(SpectacularJSONAPIView):
    """OpenAPI 3 as JSON, readable from any origin."""

    generator_class = MadeOnce
    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole description."""
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


openapi_json = OpenApi.as_view()
