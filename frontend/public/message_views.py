"""One's own messages: all of them as a list, and how and about what one wants to hear from us."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.people import preferences as language_preferences
from backend.places import clock
from frontend.pages import render_page
from frontend.public.forms import MessageChoices
from frontend.town import TownRequest
from notifications import kinds, preferences
from notifications.models import Message
from notifications.rendering import notice

A_PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A message as it is true now; ``path`` is the page that it is about, empty when there is none."""

    pk: uuid.UUID
    subject: str
    words: str
    due_at: datetime
    path: str
    is_read: bool


def _all_shown(messages: Sequence[Message], reader_id: uuid.UUID) -> list[Shown]:
    """Those that are true now, in their order; kind by kind, so that many cost as many queries as one of each."""
    of_kind: dict[str, set[uuid.UUID]] = {}
    for message in messages:
        of_kind.setdefault(message.kind, set()).add(message.subject_id)
    said = {name: kinds.contexts(kind, ids, reader_id) for name, ids in of_kind.items() if (kind := kinds.get(name))}
    shown = (_shown(each, said.get(each.kind, {}).get(each.subject_id)) for each in messages)
    return [each for each in shown if each]


def _shown(message: Message, context: kinds.Context | None) -> Shown | None:
    kind = kinds.get(message.kind)
    if kind is None or context is None:
        return None
    said = notice(kind, language=translation.get_language() or "nl", context=context)
    return Shown(
        pk=message.pk,
        subject=said.subject,
        words=said.words,
        due_at=message.due_at,
        path=kind.path(message.subject_id) if kind.path else "",
        is_read=message.read_at is not None,
    )


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def notices(request: TownRequest) -> HttpResponse:
    """Every message also stands here; one that is no longer true is left out. POST says which ones were read."""
    now = clock.now()
    names = [kind.name for kind in kinds.every() if kind.is_notice]
    mine = Message.objects.notices(request.user.pk, now, names)
    if request.method == "POST":
        read = [pk for pk in map(_uuid, request.POST.getlist("message")[:A_PAGE]) if pk]
        mine.filter(pk__in=read, read_at=None).update(read_at=now)
        return redirect("public:notices")
    page = Paginator(mine, A_PAGE).get_page(request.GET.get("page"))
    shown = _all_shown(list(page.object_list), request.user.pk)
    unread = [each.pk for each in shown if not each.is_read]
    context = {"notices": shown, "unread": unread, "page": page, "query": ""}
    return render_page(request, "public/notices.html", context)


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def choices(request: TownRequest) -> HttpResponse:
    """The channel, the language, free Sundays, and what one wants to hear about."""
    account = request.user
    chosen = preferences.of([account.pk])[account.pk]
    initial = {
        "channel": chosen.channel,
        "language": account.language,
        "sundays_off": chosen.sundays_off,
        "topics": [topic.value for topic in kinds.Topic if topic.value not in chosen.declined],
    }
    form = MessageChoices(request.POST if request.method == "POST" else None, account=account, initial=initial)
    if form.is_valid():
        wanted = set(form.cleaned_data["topics"])
        preferences.choose(
            recipient_id=account.pk,
            channel=form.cleaned_data["channel"],
            sundays_off=form.cleaned_data["sundays_off"],
            declined=[topic for topic in kinds.Topic if topic.value not in wanted],
        )
        language_preferences.choose_language(account_id=account.pk, language=form.cleaned_data["language"])
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Your choices are kept."))
        return redirect("public:message_choices")
    return render_page(request, "public/message_choices.html", {"form": form}, status=422 if form.errors else 200)
