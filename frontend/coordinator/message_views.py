"""Letters to print, and what every kind of message says to whom, when, in each language."""

import json
import uuid
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from backend.meetings import paper
from backend.people.models import Account
from backend.places import clock
from frontend import topics
from frontend.coordinator.access import coordinators_only
from frontend.pages import download, render_page
from frontend.town import TownRequest
from notifications import kinds, letters, sms_text
from notifications.kinds import Kind, Reader
from notifications.models import Message
from notifications.rendering import in_words

PAPER = Path(__file__).parent / "letter_paper" / "letters.typ"
READERS = {
    Reader.NEWCOMER: gettext_lazy("Newcomer"),
    Reader.VOLUNTEER: gettext_lazy("Volunteer"),
    Reader.EITHER: gettext_lazy("Newcomer and volunteer"),
    Reader.COORDINATOR: gettext_lazy("Coordinator"),
    Reader.ADVISER: gettext_lazy("Confidential adviser"),
    Reader.ANYBODY: gettext_lazy("Everybody"),
}


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def letter_list(request: TownRequest) -> HttpResponse:
    """Letters that wait: print the chosen ones as one PDF, or say that they are in the post."""
    now, town = clock.now(), request.town_code
    if request.method == "POST":
        chosen = [pk for pk in map(_uuid, request.POST.getlist("letter")) if pk]
        if request.POST.get("deed") == "sent":
            count = letters.mark_sent(chosen, town=town, now=now)
            said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
            messages.success(request, said % {"count": count})
            return redirect("coordinator:letters")
        if written := letters.write(chosen, town=town, now=now):
            return download(_as_pdf(written), "brieven.pdf")
        messages.error(request, _("Choose a letter. What is no longer true is not printed."))
        return redirect("coordinator:letters")
    waiting = list(Message.objects.letters(town, now)[: letters.AT_ONCE])
    people = Account.objects.in_bulk({message.recipient_id for message in waiting})
    rows = [(message, people[message.recipient_id]) for message in waiting if message.recipient_id in people]
    return render_page(request, "coordinator/messages/letters.html", {"rows": rows})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _as_pdf(written: list[letters.Letter]) -> bytes:
    pages = [
        {
            "address": f"{letter.name}\n{letter.postal}",
            "subject": letter.rendered.subject,
            "text": letter.rendered.text,
            "language": letter.rendered.language,
            "rtl": translation.get_language_info(letter.rendered.language)["bidi"],
        }
        for letter in written
    ]
    return paper.pdf(PAPER, {"letters": json.dumps(pages, ensure_ascii=False)})


@require_GET
@coordinators_only
def kind_list(request: TownRequest) -> HttpResponse:
    """Every kind of message: who gets it, when, how long it makes sense, and whether it can be declined."""
    rows = [
        {
            "kind": kind,
            "who": READERS[kind.who],
            "lasts": _lasts(kind),
            "topic": kind.topic and topics.NAMES[kind.topic],
        }
        for kind in kinds.every()
    ]
    return render_page(request, "coordinator/messages/kinds.html", {"rows": rows})


def _lasts(kind: Kind) -> str:
    """In hours, or in whole days when it is two days or more."""
    hours = max(1, round(kind.lifetime.total_seconds() / 3600))
    if hours >= 48 and hours % 24 == 0:
        return ngettext("%(count)s day", "%(count)s days", hours // 24) % {"count": hours // 24}
    return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}


@require_GET
@coordinators_only
def preview(request: TownRequest, kind: str) -> HttpResponse:
    """One kind as its reader gets it, with invented people: mail, SMS and letter, in a chosen language."""
    found = kinds.get(kind)
    if found is None:
        raise Http404
    wanted = request.GET.get("taal", "")
    language = wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        given = {**found.sample(), "call_name": "Amina"}
        direction = "rtl" if translation.get_language_bidi() else "ltr"
    if found.path:
        given["link"] = f"{settings.SITE_URL}/m/…/"
    mail = in_words(found, channel="mail", language=language, context=given)
    sms = in_words(found, channel="sms", language=language, context=given)
    context = {
        "kind": found,
        "who": READERS[found.who],
        "mail": mail,
        "sms": sms.text,
        "sms_size": sms_text.size(sms.text),
        "text_language": language,
        "text_direction": direction,
    }
    return render_page(request, "coordinator/messages/preview.html", context)
