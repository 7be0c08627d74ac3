"""The addresses of the coordinator's screens."""

from django.urls import path

from frontend.coordinator import by_hand, care, days, meeting_views, on_behalf, rounds, sheets, views

app_name = "coordinator"
urlpatterns = [
    path("", views.board, name="board"),
    path("wachtlijst/", views.waiting, name="waiting"),
    path("nieuwkomer/<uuid:newcomer_id>/", views.newcomer, name="newcomer"),
    path("vrijwilligers/", views.volunteers, name="volunteers"),
    path("vrijwilliger/<uuid:volunteer_id>/", views.volunteer, name="volunteer"),
    path("voorstellen/", views.proposal_list, name="proposals"),
    path("voorstel/<uuid:proposal_id>/", views.proposal, name="proposal"),
    path("voorstel/<uuid:proposal_id>/akkoord/", views.approve, name="approve"),
    path("voorstel/<uuid:proposal_id>/niet/", views.reject, name="reject"),
    path("koppels/", views.pair_list, name="pairs"),
    path("koppel/<uuid:pair_id>/", views.pair, name="pair"),
    path("afspraak/<uuid:meeting_id>/", meeting_views.one, name="meeting"),
    path("afspraak/<uuid:meeting_id>/bevestigen/", meeting_views.confirm, name="confirm_hours"),
    path("afspraak/<uuid:meeting_id>/afzeggen/", meeting_views.call_off, name="call_off"),
    path("afspraak/<uuid:meeting_id>/verplaatsen/", days.move, name="move"),
    path("weg/<uuid:person_id>/", days.away, name="away"),
    path("weg/<uuid:absence_id>/toch-niet/", days.there_after_all, name="there_after_all"),
    path("lijsten/", sheets.houses, name="sheets"),
    path("lijst/<uuid:centre_id>/", sheets.sheet, name="sheet"),
    path("lijst/<uuid:centre_id>.pdf", sheets.printed, name="sheet_pdf"),
    path("dicht/", days.closures, name="closures"),
    path("dicht/<uuid:closure_id>/toch-open/", days.reopen, name="reopen"),
    path("niet-samen/<uuid:exclusion_id>/opheffen/", views.lift_exclusion, name="lift_exclusion"),
    path("ronde/", rounds.overview, name="rounds"),
    path("ronde/<uuid:round_id>/", rounds.one, name="round"),
    path("ronde/<uuid:round_id>/koppels/", rounds.pairs, name="round_pairs"),
    path("ronde/<uuid:round_id>/wachtenden/", rounds.waiting, name="round_waiting"),
    path("ronde/<uuid:round_id>/publiceren/", rounds.publish, name="publish_round"),
    path("ronde/<uuid:round_id>/weggooien/", rounds.discard, name="discard_round"),
    path("ronde/<uuid:round_id>/bestanden/", rounds.files, name="round_files"),
    path("samen/", by_hand.listed, name="by_hand"),
    path("samen/<uuid:pin_id>/opheffen/", by_hand.unpin, name="unpin"),
    path("nieuwkomer/<uuid:newcomer_id>/kiezen/", by_hand.choose, name="choose"),
    path("zorg/", care.care, name="care"),
    path("zorg/<uuid:report_id>/gebeld/", care.called, name="called"),
    path("zorg/uren/<uuid:meeting_id>/", care.decide, name="decide_hours"),
    path("bellen/", views.unreachable, name="unreachable"),
    path("aanmelden/nieuwkomer/", on_behalf.register, {"role": "newcomer"}, name="register_newcomer"),
    path("aanmelden/vrijwilliger/", on_behalf.register, {"role": "volunteer"}, name="register_volunteer"),
]
