"""The addresses of the volunteer's own pages, under /mijn/helpen/."""

from django.urls import path

from frontend.taking_part import (
    agreement_views,
    days_views,
    meeting_views,
    proposal_views,
    question_views,
    stop_views,
    wishes_views,
)
from frontend.taking_part.audience import VOLUNTEER, for_audience
from frontend.volunteer import table_views, views

app_name = "volunteer"
urlpatterns = [
    path("", for_audience(VOLUNTEER, views.home), name="home"),
    path("voorstel/<uuid:proposal_id>/", for_audience(VOLUNTEER, proposal_views.proposal), name="proposal"),
    path("voorstel/<uuid:proposal_id>/ja/", for_audience(VOLUNTEER, proposal_views.accept), name="accept"),
    path("voorstel/<uuid:proposal_id>/nee/", for_audience(VOLUNTEER, proposal_views.decline), name="decline"),
    path(
        "afspraak/<uuid:meeting_id>/",
        for_audience(VOLUNTEER, meeting_views.answer),
        name="meeting_answer",
    ),
    path("afspraak/<uuid:meeting_id>/ik-kom/", for_audience(VOLUNTEER, meeting_views.coming), name="coming"),
    path(
        "afspraak/<uuid:meeting_id>/ik-kan-niet/",
        for_audience(VOLUNTEER, meeting_views.cannot_come),
        name="cannot_come",
    ),
    path("plan/<uuid:pair_id>/", for_audience(VOLUNTEER, views.replan), name="replan"),
    path("taaltafel/<uuid:language_table_id>/", for_audience(VOLUNTEER, table_views.table), name="table"),
    path("uren/", for_audience(VOLUNTEER, views.hours), name="hours"),
    path("uren/overzicht/", for_audience(VOLUNTEER, views.issue_certificate), name="issue_certificate"),
    path(
        "uren/overzicht/<uuid:certificate_id>.pdf",
        for_audience(VOLUNTEER, views.certificate_pdf),
        name="certificate_pdf",
    ),
    path(
        "uren/overzicht/<uuid:certificate_id>.csv",
        for_audience(VOLUNTEER, views.certificate_csv),
        name="certificate_csv",
    ),
    path("afspraak/<uuid:meeting_id>/verplaatsen/", for_audience(VOLUNTEER, days_views.move), name="move"),
    path("extra/<uuid:pair_id>/", for_audience(VOLUNTEER, days_views.extra), name="extra"),
    path("agenda/", for_audience(VOLUNTEER, days_views.my_calendar), name="calendar"),
    path("weg/", for_audience(VOLUNTEER, days_views.away), name="away"),
    path(
        "weg/<uuid:absence_id>/toch-niet/",
        for_audience(VOLUNTEER, days_views.there_after_all),
        name="there_after_all",
    ),
    path("stoppen/<uuid:pair_id>/", for_audience(VOLUNTEER, stop_views.stop), name="stop"),
    path(
        "hoe-gaat-het/<uuid:pair_id>/",
        for_audience(VOLUNTEER, question_views.how_is_it_going),
        name="how_is_it_going",
    ),
    path("taalplan/<uuid:plan_id>/", for_audience(VOLUNTEER, agreement_views.sign_plan), name="sign_plan"),
    path("pauze/<uuid:pair_id>/", for_audience(VOLUNTEER, agreement_views.pause), name="pause_pair"),
    path("pauze/<uuid:pair_id>/weer-samen/", for_audience(VOLUNTEER, agreement_views.resume), name="resume_pair"),
    path(
        "pauze/<uuid:pause_id>/antwoord/", for_audience(VOLUNTEER, agreement_views.answer_pause), name="answer_pause"
    ),
    path("niet-veilig/", for_audience(VOLUNTEER, stop_views.unsafe), name="unsafe"),
    path("wanneer/", for_audience(VOLUNTEER, wishes_views.week), name="week"),
    path("wensen/", for_audience(VOLUNTEER, wishes_views.wishes), name="wishes"),
    path("pauze/", for_audience(VOLUNTEER, wishes_views.take_a_break), name="break"),
]
