"""All mails, one mail, and the same mail as its sender laid it out. Only mounted in the demo."""

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from frontend.mailbox import caught
from frontend.pages import render_page

# A mail brings its own styles and nothing else.
LAYOUT_POLICY = {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "img-src": ["data:"], "frame-ancestors": [SELF]}


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The newest hundred; ``q`` looks in receiver and subject."""
    wanted = request.GET.get("q", "")
    return render_page(request, "mailbox/list.html", {"mails": list(caught.newest_first(wanted)), "wanted": wanted})


@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, in its own language and direction, with working links."""
    found = _found(name)
    bidi = translation.get_language_info(found.language)["bidi"]
    return render_page(request, "mailbox/mail.html", {"mail": found, "dir": "rtl" if bidi else "ltr"})


@require_GET
@xframe_options_sameorigin
@csp(LAYOUT_POLICY)  # type: ignore[arg-type] # django-csp knows only the type of views without arguments
def layout(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of a mail, for the frame on its page; its links open in the window around it."""
    return HttpResponse(_found(name).html.replace("<head>", '<head><base target="_top">', 1))


def _found(name: str) -> caught.Mail:
    found = caught.get(name)
    if found is None:
        raise Http404
    return found
