"""Is this statement of hours genuine? Whoever holds the paper types its code."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from backend.meetings import certificates
from frontend.pages import render_page


class _Code(forms.Form):
    """As it stands on the paper."""

    code = forms.CharField(
        label=gettext_lazy("The code on the paper"),
        max_length=40,
        help_text=gettext_lazy("Twelve letters and numbers, for example 7KQ2-M9XA-40ZD."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "dir": "ltr"}),
        error_messages={"required": gettext_lazy("Type the code that stands at the bottom of the paper.")},
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """What stands on the genuine paper with this code, and nothing that does not stand on it."""
    form = _Code(request.POST if request.method == "POST" else None)
    found = certificates.with_code(form.cleaned_data["code"]) if form.is_valid() else None
    if form.is_bound and not form.errors and found is None:
        form.add_error(
            "code", _("No statement has this code. Look at every letter again, or ask who gave you the paper.")
        )
    context = {"form": form, "figures": found.figures if found else None}
    return render_page(request, "public/check_statement.html", context, status=422 if form.errors else 200)
