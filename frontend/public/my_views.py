"""The page of one's own: which one it is, in which town, in which language."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.people import preferences
from backend.people.roles import Role, RoleKind
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
    """To the page of one's role; who has several chooses one."""
    held = request.roles.held
    if request.method == "POST":
        wanted = request.POST.get("role", "")
        held = tuple(role for role in held if _code(role) == wanted)
    if len(held) == 1 and choose(request, held[0].town):
        return redirect(PAGE_OF[held[0].kind])
    if not request.roles.held and request.roles.is_operator:
        return redirect("admin:index")
    names = Municipality.objects.in_bulk(request.roles.towns)
    choices = [{"code": _code(role), "kind": role.kind, "town": names[role.town]} for role in request.roles.held]
    return render_page(request, "public/my.html", {"choices": choices, "several_towns": len(names) > 1})


def _code(role: Role) -> str:
    return f"{role.kind}-{role.town}"


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
