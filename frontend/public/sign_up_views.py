"""Signing up in small steps, for who wants to learn and for who wants to help."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from backend.people import consent, registration
from backend.people.models import Account, Newcomer, Volunteer
from backend.people.registration import NewcomerDetails, VolunteerDetails
from backend.places import clock
from frontend import town
from frontend.pages import render_page
from frontend.public import sessions, steps
from frontend.public.flow import Draft, Step, has_something
from frontend.public.summary import summary_of
from frontend.registration_forms.details import details_of
from frontend.registration_forms.steps import StepForm

DONE = "signed_up"
Path = list[tuple[Step, StepForm]]


@dataclass(frozen=True, kw_only=True)
class Way:
    """One of the two ways in: its steps and the name of its address."""

    role: str
    steps: tuple[Step, ...]
    address: str

    def draft(self, request: HttpRequest) -> Draft:
        """What this browser answered so far."""
        known = {"account": request.user} if request.user.is_authenticated else {}
        return Draft(request.session, self.role, self.steps, known=known)

    def at(self, step: Step) -> str:
        """The address of a step."""
        return reverse(f"public:{self.address}_step", args=[step.slug])


LEARN = Way(role="newcomer", steps=steps.NEWCOMER, address="sign_up_newcomer")
HELP = Way(role="volunteer", steps=steps.VOLUNTEER, address="sign_up_volunteer")


@never_cache
@require_http_methods(["GET", "POST"])
def learn(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A step of a newcomer; the first one without a name."""
    return _step(request, LEARN, slug)


@never_cache
@require_http_methods(["GET", "POST"])
def help_others(request: HttpRequest, slug: str = "") -> HttpResponse:
    """A step of a volunteer; the first one without a name."""
    return _step(request, HELP, slug)


def _step(request: HttpRequest, way: Way, slug: str) -> HttpResponse:
    draft = way.draft(request)
    if request.method == "POST" and not draft.exists and request.session.get(DONE) == way.role and slug:
        return redirect(f"public:{way.address}_done")  # the last button was pressed twice
    path = list(draft.path())
    number = _number(path, slug)
    if number > _first_open(path):
        return redirect(way.at(path[_first_open(path)][0]))
    if request.method == "GET":
        return _show(request, way, path, number)
    sessions.forget_soon(request)
    if "back" in request.POST:
        if has_something(request.POST):
            draft.keep(path[number][0], request.POST)
        return redirect(way.at(path[max(number - 1, 0)][0]))
    draft.keep(path[number][0], request.POST)
    return _onwards(request, way, draft, number)


def _onwards(request: HttpRequest, way: Way, draft: Draft, number: int) -> HttpResponse:
    """To the next open question, or, after the last one, into the programme."""
    path = list(draft.path())
    step, form = path[number]
    if not form.is_valid():
        return _show(request, way, path, number)
    if step != steps.CHECK:
        return redirect(way.at(path[_first_open(path)][0]))
    if _register(request, way, draft, form):
        return redirect(f"public:{way.address}_done")
    return _show(request, way, path, number)


def _number(path: Path, slug: str) -> int:
    slugs = [step.slug for step, _form in path]
    if slug and slug not in slugs:
        raise Http404
    return slugs.index(slug) if slug else 0


def _first_open(path: Path) -> int:
    """The number of the first step without a good answer; the last one always asks."""
    return next((number for number, (_step, form) in enumerate(path) if not form.is_valid()), len(path) - 1)


def _show(request: HttpRequest, way: Way, path: Path, number: int) -> HttpResponse:
    step, form = path[number]
    is_last = step == steps.CHECK
    context = {
        "way": way.role,
        "step": step,
        "form": form,
        "number": number + 1,
        "count": len(path),
        "progress": [before <= number for before in range(len(path))],
        "is_last": is_last,
        "consent_text": f"consent/{consent.CURRENT}.html",
        "summary": [(each.title, way.at(each), summary_of(told)) for each, told in path[:-1]] if is_last else [],
    }
    status = 422 if request.method == "POST" and form.errors else 200
    return render_page(request, "public/sign_up/step.html", context, status=status)


def _register(request: HttpRequest, way: Way, draft: Draft, form: StepForm) -> bool:
    try:
        made = _made(request, way, draft)
    except registration.TooManyOnThisContact:
        form.add_error(
            None,
            _("Today many people signed up with this phone number or mail address. Ask the coordinator to help."),
        )
        return False
    except (registration.TakesPartAlready, registration.RequestUsedBefore):
        form.add_error(None, _("You have signed up before. Go to your own page to see how it stands."))
        return False
    except (registration.NoSuchNeighbourhood, registration.TownNotOpen):
        form.add_error(None, _("This neighbourhood cannot be chosen any more. Go back and choose again."))
        return False
    if not request.user.is_authenticated:
        sessions.let_in_shortly(request, made.account)
    request.session[town.CHOICE] = made.municipality_id
    request.session[DONE] = way.role
    draft.drop()
    return True


def _made(request: HttpRequest, way: Way, draft: Draft) -> Newcomer | Volunteer:
    answers = draft.answers()
    account = request.user if isinstance(request.user, Account) else None
    language, now = get_language() or "nl", clock.now()
    where = {"town": answers["town"], "request_id": draft.request_id, "now": now, "account": account}
    if way is LEARN:
        about = details_of(NewcomerDetails, answers, language=language, account=account)
        return registration.register_newcomer(about=about, **where)
    helping = details_of(VolunteerDetails, answers, language=language, account=account)
    return registration.register_volunteer(about=helping, **where)


@never_cache
@require_GET
def learn_done(request: HttpRequest) -> HttpResponse:
    """What happens now, for a newcomer."""
    return _done(request, LEARN)


@never_cache
@require_GET
def help_done(request: HttpRequest) -> HttpResponse:
    """What happens now, for a volunteer."""
    return _done(request, HELP)


def _done(request: HttpRequest, way: Way) -> HttpResponse:
    if request.session.get(DONE) != way.role:
        return redirect(f"public:{way.address}")
    return render_page(request, "public/sign_up/done.html", {"way": way.role})
