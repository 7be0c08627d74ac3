"""Two pages: all mails, one mail. Only mounted in the demo."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_GET

from frontend.mailbox import caught
from frontend.pages import render_page


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The newest hundred; ``q`` looks in receiver and subject."""
    wanted = request.GET.get("q", "")
    return render_page(request, "mailbox/list.html", {"mails": list(caught.newest_first(wanted)), "wanted": wanted})


@require_GET
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One mail, in its own language and direction, with working links."""
    found = caught.get(name)
    if found is None:
        raise Http404
    bidi = translation.get_language_info(found.language)["bidi"]
    return render_page(request, "mailbox/mail.html", {"mail": found, "dir": "rtl" if bidi else "ltr"})
