"""Logging in: a contact, a code, and, when a family shares the contact, a name. Logging out."""

from django.conf import settings
from django.contrib import auth
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backend.people import login as codes
from backend.people.models import Account
from backend.places import clock
from frontend.pages import render_page
from frontend.public import forms, sessions

TOO_MANY = "too many"


@never_cache
@require_http_methods(["GET", "POST"])
def login(request: HttpRequest) -> HttpResponse:
    """Ask for a code. The answer is the same for every contact, known or not."""
    if request.method == "GET":
        sessions.remember_next(request, request.GET.get("next", ""))
        if request.user.is_authenticated and not request.session.get(sessions.VIA_LINK):
            return redirect("public:my")
        return render_page(request, "public/login.html", {"form": forms.AskCode()})
    form = forms.AskCode(request.POST)
    if form.is_valid():
        request.session[sessions.CONTACT] = form.cleaned_data["contact"]
        if _ask(form):
            return redirect("public:login_code")
    return render_page(
        request,
        "public/login.html",
        {"form": form, "has_codes": form.has_error(NON_FIELD_ERRORS, TOO_MANY)},
        status=422,
    )


def _ask(form: forms.AskCode) -> bool:
    try:
        codes.ask_code(contact=form.cleaned_data["contact"], now=clock.now())
    except codes.TooManyCodes:
        asked = _("You asked for many codes. Use the last one we sent you, or wait a quarter of an hour.")
        form.add_error(None, ValidationError(asked, code=TOO_MANY))
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
def login_code(request: HttpRequest) -> HttpResponse:
    """Type the code."""
    contact = request.session.get(sessions.CONTACT)
    if contact is None:  # the code was used in this browser, or its session ended
        return redirect("public:my" if request.user.is_authenticated else "public:login")
    form = forms.TypeCode(request.POST if request.method == "POST" else None)
    people = _check(contact, form) if form.is_valid() else []
    if len(people) == 1:
        return _welcome(request, people[0])
    if people:
        sessions.proven(request, people)
        return redirect("public:who_are_you")
    is_phone = contact.startswith("+")
    sends = bool(settings.NOTIFY_API_KEY) or not is_phone
    context = {"form": form, "contact": contact, "is_phone": is_phone, "sends": sends}
    return render_page(request, "public/login_code.html", context, status=422 if form.errors else 200)


def _check(contact: str, form: forms.TypeCode) -> list[Account]:
    try:
        return codes.check_code(contact=contact, code=form.cleaned_data["code"], now=clock.now())
    except codes.CodeIsWrong:
        form.add_error("code", _("This is not the code. Look at the newest message from us and type it again."))
    except codes.CodeIsTooOld:
        form.add_error("code", _("This code does not work any more. Ask for a new code."))
    except codes.TooManyTries:
        form.add_error("code", _("You tried this code too often. Ask for a new code."))
    return []


def _welcome(request: HttpRequest, account: Account) -> HttpResponseRedirect:
    wanted = request.session.pop(sessions.NEXT, None)
    sessions.let_in(request, account)
    return redirect(wanted or "public:my")


@never_cache
@require_http_methods(["GET", "POST"])
def who_are_you(request: HttpRequest) -> HttpResponse:
    """Several people share the contact: choose one's own name."""
    people = Account.objects.filter(pk__in=sessions.people_proven(request), is_active=True)
    if not people:
        return redirect("public:my" if request.user.is_authenticated else "public:login")
    form = forms.ChoosePerson(request.POST if request.method == "POST" else None, people=people)
    if form.is_valid():
        return _welcome(request, form.cleaned_data["person"])
    return render_page(request, "public/who_are_you.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """Forget who was here."""
    auth.logout(request)
    return redirect("public:start")
