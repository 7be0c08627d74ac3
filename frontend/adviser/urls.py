"""The addresses of the confidential adviser's screens."""

from django.urls import path

from frontend.adviser import views

app_name = "adviser"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("<uuid:report_id>/", views.report, name="report"),
    path("<uuid:report_id>/gebeld/", views.called, name="called"),
    path("<uuid:report_id>/weer-samen/", views.lift, name="lift"),
    path("<uuid:report_id>/stoppen/", views.end, name="end"),
]
