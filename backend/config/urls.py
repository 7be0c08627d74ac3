"""Every address of the product, by audience."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from backend.config import callbacks, health

urlpatterns = [
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", health.metrics),
    path("notify/ontvangst", callbacks.notify_receipt),
    path("api/v1/", include("backend.api.urls")),
    path("beheer/login/", RedirectView.as_view(pattern_name=settings.LOGIN_URL, query_string=True)),
    path("beheer/", admin.site.urls),
    path("coordinator/", include("frontend.coordinator.urls")),
    path("programma/", include("frontend.staff.urls")),
    path("vertrouwenspersoon/", include("frontend.adviser.urls")),
    path("mijn/leren/", include("frontend.newcomer.urls")),
    path("mijn/helpen/", include("frontend.volunteer.urls")),
    path("klantmanager/readyz", health.desk_ready),
    path("", include("frontend.caseworker.urls" if settings.DESK else "frontend.caseworker.elsewhere")),
    path("", include("frontend.public.urls")),
]
if settings.DEMO:
    urlpatterns.insert(0, path("mailbox/", include("frontend.mailbox.urls")))

handler400 = "frontend.pages.bad_request"
handler403 = "frontend.pages.forbidden"
handler404 = "frontend.pages.not_found"
handler500 = "frontend.pages.server_error"
