"""The page of one's own: which one it is, in which town, in which language."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.people import preferences
from backend.people.roles import RoleKind
from backend.places.models import Municipality
from frontend.pages import render_page
from frontend.public.sessions import is_ours
from frontend.town import TownRequest, choose

PAGE_OF = {
    RoleKind.COORDINATOR: "coordinator:board",
    RoleKind.CASEWORKER: "caseworker:caseload",
    RoleKind.PROGRAMME_MANAGER: "staff:programme",
    RoleKind.CONFIDENTIAL_ADVISER: "adviser:reports",
    RoleKind.POLICY_OFFICER: "caseworker:policy",
    RoleKind.VOLUNTEER: "volunteer:home",
    RoleKind.NEWCOMER: "newcomer:home",
}
A_YEAR = 60 * 60 * 24 * 365


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def my(request: TownRequest) -> HttpResponse:
    """To the page of one's role; who has several, or operates several towns, chooses one."""
    doors = _doors(request)
    if request.method == "POST":
        wanted = request.POST.get("role", "")
        doors = [door for door in doors if door.code == wanted]
    if len(doors) == 1 and choose(request, doors[0].town):
        return redirect(doors[0].page)
    if request.roles.is_operator and not doors:
        return redirect("admin:index")
    names = Municipality.objects.in_bulk([door.town for door in doors])
    choices = [{"code": door.code, "kind": door.kind, "town": names[door.town]} for door in doors]
    return render_page(request, "public/my.html", {"choices": choices, "several_towns": len(names) > 1})


@dataclass(frozen=True, kw_only=True)
class _Door:
    """Something that somebody may do in a town, and the page where it begins."""

    kind: str
    town: str
    page: str

    @property
    def code(self) -> str:
        return f"{self.kind}-{self.town}"


def _doors(request: TownRequest) -> list[_Door]:
    doors = [_Door(kind=role.kind, town=role.town, page=PAGE_OF[role.kind]) for role in request.roles.held]
    if request.roles.is_operator:
        towns = Municipality.objects.with_programme().values_list("pk", flat=True)
        doors += [_Door(kind="OPERATOR", town=town, page="admin:index") for town in towns]
    return doors


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Read in another language from now on, and go back to where one was."""
    wanted, back = request.POST.get("language", ""), request.POST.get("next", "")
    answer = redirect(back if is_ours(request, back) else "public:start")
    if wanted not in dict(settings.LANGUAGES):
        return answer
    if request.user.is_authenticated:
        preferences.choose_language(account_id=request.user.pk, language=wanted)
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer
