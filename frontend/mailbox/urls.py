"""The addresses of the demo's mailbox."""

from django.urls import path

from frontend.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.mails, name="list"),
    path("<slug:name>/", views.mail, name="mail"),
    path("<slug:name>/opmaak/", views.layout, name="layout"),
]
