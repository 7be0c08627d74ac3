"""The addresses of the caseworker's desk, and of the page with one's own arrangements."""

from django.urls import path

from frontend.caseworker import own_views, views

app_name = "caseworker"
urlpatterns = [
    path("klantmanager/", views.caseload, name="caseload"),
    path("klantmanager/zoek/", views.find, name="find"),
    path("klantmanager/koppel/<uuid:person_id>/", views.link, name="link"),
    path("klantmanager/dossier/<uuid:obligation_id>/", views.person, name="person"),
    path("klantmanager/dossier/<uuid:obligation_id>/besluit/", views.decide, name="decide"),
    path("klantmanager/dossier/<uuid:obligation_id>/einde/", views.end, name="end"),
    path("klantmanager/dossier/<uuid:obligation_id>/verklaring/", views.issue_statement, name="issue_statement"),
    path("mijn/afspraken/", own_views.mine, name="mine"),
    path("mijn/afspraken/<uuid:statement_id>.pdf", own_views.statement_pdf, name="statement_pdf"),
    path("mijn/afspraken/<uuid:statement_id>.csv", own_views.statement_csv, name="statement_csv"),
]
