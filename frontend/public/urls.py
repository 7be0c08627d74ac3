"""The addresses that everybody may open."""

from django.urls import path

from frontend.public import (
    calendar_views,
    check_in_views,
    link_views,
    login_views,
    message_views,
    my_views,
    sign_up_views,
    statement_views,
    views,
)

app_name = "public"
urlpatterns = [
    path("", views.start, name="start"),
    path("leren/", sign_up_views.learn, name="sign_up_newcomer"),
    path("leren/klaar/", sign_up_views.learn_done, name="sign_up_newcomer_done"),
    path("leren/<slug:slug>/", sign_up_views.learn, name="sign_up_newcomer_step"),
    path("helpen/", sign_up_views.help_others, name="sign_up_volunteer"),
    path("helpen/klaar/", sign_up_views.help_done, name="sign_up_volunteer_done"),
    path("helpen/<slug:slug>/", sign_up_views.help_others, name="sign_up_volunteer_step"),
    path("inloggen/", login_views.login, name="login"),
    path("inloggen/code/", login_views.login_code, name="login_code"),
    path("wie-ben-je/", login_views.who_are_you, name="who_are_you"),
    path("uitloggen/", login_views.logout, name="logout"),
    path("m/<str:token>/", link_views.open_link, name="open_link"),
    path("uit/<str:token>/", link_views.unsubscribe, name="unsubscribe"),
    path("agenda/<str:token>.ics", calendar_views.feed, name="calendar"),
    path("hier/<uuid:centre_id>/", check_in_views.house, name="check_in"),
    path("controleer/", statement_views.check, name="check_statement"),
    path("mijn/", my_views.my, name="my"),
    path("mijn/berichten/", message_views.notices, name="notices"),
    path("mijn/berichten/keuzes/", message_views.choices, name="message_choices"),
    path("taal/", my_views.language, name="language"),
    path("privacy/", views.privacy, name="privacy"),
    path("toegankelijkheid/", views.accessibility, name="accessibility"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
]
