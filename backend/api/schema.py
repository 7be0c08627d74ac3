"""The description of the API, published without login at ``openapi.json`` (NLGov /core/publish-openapi)."""

from typing import Any

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularJSONAPIView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request


class OpenApi(SpectacularJSONAPIView):
    """OpenAPI 3 as JSON, readable from any origin."""

    permission_classes = [AllowAny]
    authentication_classes: list[Any] = []

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """The whole description."""
        response: HttpResponse = super().get(request, *args, **kwargs)  # type: ignore[no-untyped-call]
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response


openapi_json = OpenApi.as_view()
