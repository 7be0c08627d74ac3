"""The product with a leak in the page of a pair, of several kinds: the matrix must see each."""

from collections.abc import Callable
from types import ModuleType

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django_scopes import scopes_disabled

from backend.config import urls as usual
from backend.pairs.models import Pair

SAME = "There is no such page."


def _query() -> HttpResponse:
    with scopes_disabled():
        Pair.objects.exists()
    return HttpResponse(SAME, status=404)


LEAKS: dict[str, Callable[[], HttpResponse]] = {
    "status": lambda: HttpResponse(SAME, status=403),
    "words": lambda: HttpResponse(SAME.replace("no such", "no such a"), status=404),
    "header": lambda: HttpResponse(SAME, status=404, headers={"Last-Modified": "Mon, 23 Nov 2026 11:00:00 GMT"}),
    "query": _query,
}


def urls(leak: str) -> ModuleType:
    """A URLconf in which a pair of somebody else answers differently from one that does not exist."""

    def view(request: HttpRequest, pair_id: object) -> HttpResponse:
        with scopes_disabled():
            is_there = Pair.objects.filter(pk=pair_id).exists()
        return LEAKS[leak]() if is_there else HttpResponse(SAME, status=404)

    leaking = ModuleType("leaking")
    leaking.__dict__.update(vars(usual))
    leaking.urlpatterns = [path("coordinator/koppel/<uuid:pair_id>/", view), *usual.urlpatterns]  # type: ignore[attr-defined]
    return leaking
