"""The same addresses in a server that may not read behind the wall: nothing is there."""

from typing import NoReturn

from django.http import Http404, HttpRequest
from django.urls import path

from frontend.caseworker.urls import app_name
from frontend.caseworker.urls import urlpatterns as at_the_desk

__all__ = ["app_name", "urlpatterns"]


def nothing(request: HttpRequest, **parameters: object) -> NoReturn:
    """Answer as if there had never been such a page.

    Raises:
        Http404: always.
    """
    raise Http404


urlpatterns = [path(str(each.pattern), nothing, name=each.name) for each in at_the_desk]
