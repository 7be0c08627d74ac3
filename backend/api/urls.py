"""The addresses of version 1 of the API; without trailing slashes (NLGov /core/no-trailing-slash)."""

from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from backend.api import problems, schema

router = SimpleRouter(trailing_slash=False)

urlpatterns = [
    path("openapi.json", schema.openapi_json),
    *router.urls,
    re_path(r"", problems.not_found),
]
