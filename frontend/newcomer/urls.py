"""The addresses of the newcomer's own page, under /mijn/leren/."""

from django.urls import path

from frontend.newcomer import table_views, views
from frontend.taking_part import (
    agreement_views,
    days_views,
    meeting_views,
    proposal_views,
    question_views,
    stop_views,
    wishes_views,
)
from frontend.taking_part.audience import NEWCOMER, for_audience

app_name = "newcomer"
urlpatterns = [
    path("", for_audience(NEWCOMER, views.home), name="home"),
    path("voorstel/<uuid:proposal_id>/", for_audience(NEWCOMER, proposal_views.proposal), name="proposal"),
    path("voorstel/<uuid:proposal_id>/ja/", for_audience(NEWCOMER, proposal_views.accept), name="accept"),
    path("voorstel/<uuid:proposal_id>/nee/", for_audience(NEWCOMER, proposal_views.decline), name="decline"),
    path(
        "afspraak/<uuid:meeting_id>/",
        for_audience(NEWCOMER, meeting_views.answer),
        name="meeting_answer",
    ),
    path("afspraak/<uuid:meeting_id>/ik-kom/", for_audience(NEWCOMER, meeting_views.coming), name="coming"),
    path(
        "afspraak/<uuid:meeting_id>/ik-kan-niet/",
        for_audience(NEWCOMER, meeting_views.cannot_come),
        name="cannot_come",
    ),
    path("afspraak/<uuid:meeting_id>/verplaatsen/", for_audience(NEWCOMER, days_views.move), name="move"),
    path("extra/<uuid:pair_id>/", for_audience(NEWCOMER, days_views.extra), name="extra"),
    path("agenda/", for_audience(NEWCOMER, days_views.my_calendar), name="calendar"),
    path("weg/", for_audience(NEWCOMER, days_views.away), name="away"),
    path(
        "weg/<uuid:absence_id>/toch-niet/",
        for_audience(NEWCOMER, days_views.there_after_all),
        name="there_after_all",
    ),
    path("stoppen/<uuid:pair_id>/", for_audience(NEWCOMER, stop_views.stop), name="stop"),
    path("taaltafel/<uuid:table_offer_id>/ja/", for_audience(NEWCOMER, table_views.accept), name="accept_seat"),
    path("taaltafel/<uuid:table_offer_id>/nee/", for_audience(NEWCOMER, table_views.decline), name="decline_seat"),
    path("plaats/<uuid:table_seat_id>/stoppen/", for_audience(NEWCOMER, table_views.leave), name="leave_table"),
    path(
        "hoe-gaat-het/<uuid:pair_id>/", for_audience(NEWCOMER, question_views.how_is_it_going), name="how_is_it_going"
    ),
    path("taalplan/<uuid:plan_id>/", for_audience(NEWCOMER, agreement_views.sign_plan), name="sign_plan"),
    path("pauze/<uuid:pair_id>/", for_audience(NEWCOMER, agreement_views.pause), name="pause_pair"),
    path("pauze/<uuid:pair_id>/weer-samen/", for_audience(NEWCOMER, agreement_views.resume), name="resume_pair"),
    path(
        "pauze/<uuid:pause_id>/antwoord/", for_audience(NEWCOMER, agreement_views.answer_pause), name="answer_pause"
    ),
    path("niet-veilig/", for_audience(NEWCOMER, stop_views.unsafe), name="unsafe"),
    path("wanneer/", for_audience(NEWCOMER, wishes_views.week), name="week"),
    path("wensen/", for_audience(NEWCOMER, wishes_views.wishes), name="wishes"),
    path("pauze/", for_audience(NEWCOMER, wishes_views.take_a_break), name="break"),
]
