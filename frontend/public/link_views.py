"""The links in our messages. Reading one changes nothing: a mail scanner does it too. The button logs in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from backend.people.models import Account
from backend.people.roles import roles_of
from backend.places import clock
from frontend import topics, town
from frontend.pages import render_page
from frontend.public import sessions
from notifications import links, preferences


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button, POST logs in for a short while and goes to the page of the link."""
    link = links.open_link(token, clock.now())
    account = Account.objects.filter(pk=link.recipient_id, is_active=True).first() if link else None
    if link is None or account is None:
        return render_page(request, "public/link_too_old.html", status=404)
    if request.method != "POST":
        return render_page(request, "public/link.html", {"call_name": account.call_name})
    if roles_of(account).are_staff and request.user != account:
        return redirect(f"{reverse('public:login')}?{urlencode({'next': link.path})}")
    if request.user != account:
        sessions.let_in_shortly(request, account)
    if link.municipality:
        request.session[town.CHOICE] = link.municipality
    return redirect(link.path)


@csrf_exempt  # a mail program posts without ever having been here (RFC 8058); the token is the permission
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows a button and changes nothing; POST declines messages about one topic."""
    found = links.open_unsubscribe(token)
    if found is None:
        return render_page(request, "public/link_too_old.html", status=404)
    recipient_id, topic = found
    if request.method == "POST":
        preferences.decline(recipient_id=recipient_id, topic=topic)
    return render_page(
        request, "public/unsubscribe.html", {"topic": topics.NAMES[topic], "is_done": request.method == "POST"}
    )
