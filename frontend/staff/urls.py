"""The addresses of the programme manager's screen."""

from django.urls import path

from frontend.staff import views

app_name = "staff"
urlpatterns = [path("", views.programme, name="programme")]
