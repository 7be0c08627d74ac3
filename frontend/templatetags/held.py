"""The question whether a meeting was held, and its answer, with a name in whatever script and a day in words."""

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from frontend.templatetags.spoken import spoken_date

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

    from frontend.taking_part.situation import Met

register = template.Library()


def _about(sentence: "StrPromise", met: "Met") -> SafeString:
    named: dict[str, Any] = {"name": format_html("<bdi>{}</bdi>", met.with_whom)}
    return format_html(str(sentence), day=spoken_date(met.meeting.starts_at), **named)


@register.filter
def asked(met: "Met") -> SafeString:
    """Did you meet Ria on Wednesday 25 November?"""
    return _about(met.words.question, met)


@register.filter
def said_later(met: "Met") -> SafeString:
    """You said: I met Ria on Wednesday 25 November. Only for who answered."""
    return _about(met.said.later, met)
