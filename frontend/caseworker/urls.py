"""The addresses of the desk, of the policy officer's page, of one's own arrangements and participation hours."""

from django.urls import path

from frontend.caseworker import file_views, own_views, participation_views, policy_views, views

app_name = "caseworker"
urlpatterns = [
    path("klantmanager/", views.caseload, name="caseload"),
    path("klantmanager/zoek/", views.find, name="find"),
    path("klantmanager/overnemen/", views.take_over, name="take_over"),
    path("klantmanager/overdragen/", views.hand_over_all, name="hand_over_all"),
    path("klantmanager/afwezig/", views.delegate, name="delegate"),
    path("klantmanager/terug/", views.come_back, name="come_back"),
    path("klantmanager/verordening/", policy_views.ordinance, name="ordinance"),
    path("klantmanager/beleid/", policy_views.policy_desk, name="policy"),
    path("klantmanager/bus.csv", policy_views.statistic, name="statistic"),
    path("klantmanager/koppel/<uuid:person_id>/", views.link, name="link"),
    path("klantmanager/dossier/<uuid:obligation_id>/", file_views.person, name="person"),
    path("klantmanager/dossier/<uuid:obligation_id>/alles.<slug:name>", file_views.take_away, name="take_away"),
    path("klantmanager/dossier/<uuid:obligation_id>/besluit/", views.decide, name="decide"),
    path("klantmanager/dossier/<uuid:obligation_id>/einde/", views.end, name="end"),
    path("klantmanager/dossier/<uuid:obligation_id>/verklaring/", views.issue_statement, name="issue_statement"),
    path("klantmanager/dossier/<uuid:obligation_id>/schrijf/<slug:name>/", file_views.write, name="write"),
    path("mijn/afspraken/", own_views.mine, name="mine"),
    path("mijn/afspraken/schrijf/<slug:name>/", own_views.write, name="own_write"),
    path("mijn/afspraken/alles.<slug:name>", own_views.take_away, name="own_take_away"),
    path("mijn/afspraken/<uuid:statement_id>.pdf", own_views.statement_pdf, name="statement_pdf"),
    path("mijn/afspraken/<uuid:statement_id>.csv", own_views.statement_csv, name="statement_csv"),
    path("mijn/participatie/", participation_views.mine, name="participation"),
    path("mijn/participatie/<uuid:statement_id>.pdf", participation_views.paper, name="participation_pdf"),
]
