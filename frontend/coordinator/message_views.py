"""Letters to print, and what every kind of message says to whom, when, in each language."""

import json
from collections.abc import Sequence
from datetime import date
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

from backend.meetings import paper, sheets
from backend.people.models import Account
from backend.places import clock
from frontend import finding, topics
from frontend.coordinator.access import coordinators_only
from frontend.pages import download, render_page
from frontend.templatetags.spoken import short_date
from frontend.town import TownRequest
from notifications import kinds, letters, preferences, sms_text
from notifications.kinds import Kind, Reader
from notifications.models import Message
from notifications.rendering import Rendered, in_words, notice

PAPER = Path(__file__).parent / "letter_paper" / "letters.typ"
EXAMPLE_ADDRESS = "Amina Yusuf\nMarkt 1\n4101 BV Culemborg"
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
        chosen = [pk for pk in map(finding.an_id, request.POST.getlist("letter")) if pk]
        if request.POST.get("deed") == "sent":
            count = letters.mark_sent(chosen, town=town, now=now)
            said = ngettext("%(count)s letter is on its way.", "%(count)s letters are on their way.", count)
            messages.success(request, said % {"count": count})
            return redirect("coordinator:letters")
        if written := letters.write(chosen, town=town, now=now):
            return download(_as_pdf(written, town=str(request.town), on=clock.local_today(now)), "brieven.pdf")
        messages.error(request, _("Choose a letter. What is no longer true is not printed."))
        return redirect("coordinator:letters")
    waiting = Message.objects.letters(town, now)
    shown = list(waiting[: letters.AT_ONCE])
    context = {"rows": _rows(shown), "count": len(shown) if len(shown) < letters.AT_ONCE else waiting.count()}
    return render_page(request, "coordinator/messages/letters.html", context)


def _rows(waiting: Sequence[Message]) -> list[dict[str, object]]:
    """To whom, in which language, and why somebody gets it."""
    people = Account.objects.in_bulk({message.recipient_id for message in waiting})
    return [
        {"message": message, "person": person, "language": _named(person.language), "about": kind and kind.when}
        for message in waiting
        if (person := people.get(message.recipient_id))
        for kind in (kinds.get(message.kind),)
    ]


def _named(language: str) -> str:
    return str(dict(settings.LANGUAGES).get(language, language))


def _as_pdf(written: list[letters.Letter], *, town: str, on: date) -> bytes:
    papers = [_paper(letter.rendered, f"{letter.name}\n{letter.postal}", town=town, on=on) for letter in written]
    return _pdf(papers, on=on)


def _paper(letter: Rendered, address: str, *, town: str, on: date) -> dict[str, str | bool]:
    with translation.override(letter.language):
        return {
            "address": address,
            "sender": _("Taalmaatje, municipality of %(town)s, %(day)s") % {"town": town, "day": short_date(on)},
            "subject": letter.subject,
            "text": letter.text,
            "qr": sheets.qr(letter.link.removeprefix(settings.SITE_URL)) if letter.link else "",
            "scan": _(
                "Scan this code with a phone: your page opens. Have you no phone? Ask somebody whom you trust."
            ),
            "language": letter.language,
            "rtl": translation.get_language_bidi(),
        }


def _pdf(papers: Sequence[dict[str, str | bool]], *, on: date) -> bytes:
    return paper.pdf(PAPER, {"letters": json.dumps(papers, ensure_ascii=False), "on": on.isoformat()})


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
    """One kind as its reader gets it, with invented people, in a chosen language.

    As a mail, an SMS, a letter and the notice on one's own page: the words that are really sent.
    """
    found, language = _kind(kind), _language(request)
    given = _example(found, language)
    mail, sms, letter = (
        in_words(found, channel=channel, language=language, context=given) for channel in preferences.CHANNELS
    )
    context = {
        "kind": found,
        "who": READERS[found.who],
        "mail": mail,
        "sms": sms.text,
        "sms_size": sms_text.size(sms.text),
        "letter": letter,
        "notice": notice(found, language=language, context=given) if found.is_notice else None,
        "text_language": language,
        "text_direction": "rtl" if translation.get_language_info(language)["bidi"] else "ltr",
    }
    return render_page(request, "coordinator/messages/preview.html", context)


@require_GET
@coordinators_only
def preview_letter(request: TownRequest, kind: str) -> HttpResponse:
    """The letter of one kind on paper, to an invented address."""
    found, language = _kind(kind), _language(request)
    letter = in_words(found, channel="letter", language=language, context=_example(found, language))
    today = clock.local_today(clock.now())
    on_paper = _pdf([_paper(letter, EXAMPLE_ADDRESS, town=str(request.town), on=today)], on=today)
    return download(on_paper, "brief.pdf")


def _kind(name: str) -> Kind:
    if (found := kinds.get(name)) is None:
        raise Http404
    return found


def _language(request: TownRequest) -> str:
    wanted = request.GET.get("taal", "")
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _example(kind: Kind, language: str) -> dict[str, str | int]:
    """What a message of this kind could say, with links that lead nowhere."""
    with translation.override(language):
        given = {**kind.sample(), "call_name": "Amina"}
    if kind.path:
        given["link"] = f"{settings.SITE_URL}/m/voorbeeld/"
    if kind.topic:
        given["unsubscribe"] = f"{settings.SITE_URL}/uit/voorbeeld/"
    return given
