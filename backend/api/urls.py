"""The addresses of version 1 of the API; without trailing slashes (NLGov /core/no-trailing-slash)."""

from django.conf import settings
from django.urls import path, re_path
from rest_framework.routers import SimpleRouter

from backend.api import (
    language_tables,
    meetings,
    pair_casework,
    pair_life,
    pairs,
    people,
    places,
    problems,
    schema,
)
from backend.api.obligations import statement_views
from backend.api.obligations import views as obligations

router = SimpleRouter(trailing_slash=False, use_regex_path=False)
router.register("municipalities", places.Municipalities, basename="municipality")
router.register("neighbourhoods", places.Neighbourhoods, basename="neighbourhood")
router.register("newcomers", people.Newcomers, basename="newcomer")
router.register("volunteers", people.Volunteers, basename="volunteer")
router.register("matching-rounds", pairs.Rounds, basename="matching-round")
router.register("proposals", pairs.Proposals, basename="proposal")
router.register("language-tables", language_tables.LanguageTables, basename="language-table")
router.register("table-offers", language_tables.TableOffers, basename="table-offer")
router.register("table-seats", language_tables.TableSeats, basename="table-seat")
router.register("pairs", pair_life.Pairs, basename="pair")
router.register("language-plans", pair_life.LanguagePlans, basename="language-plan")
router.register("pair-pauses", pair_life.Pauses, basename="pair-pause")
router.register("pair-checks", pair_casework.Checks, basename="pair-check")
router.register("substitutions", pair_casework.Substitutions, basename="substitution")
router.register("case-notes", pair_casework.Notes, basename="case-note")
router.register("coordinator-tasks", pair_casework.Tasks, basename="coordinator-task")
router.register("closures", meetings.Closures, basename="closure")
router.register("meetings", meetings.Meetings, basename="meeting")
router.register("absences", meetings.Absences, basename="absence")
router.register("hours-entries", meetings.HoursEntries, basename="hours-entry")
if settings.DESK:
    router.register("obligations", obligations.Obligations, basename="obligation")
    router.register("hours-statements", statement_views.Statements, basename="hours-statement")
    router.register(
        "hours-statements/participation",
        statement_views.ParticipationStatements,
        basename="hours-statement-participation",
    )

urlpatterns = [
    path("openapi.json", schema.openapi_json),
    path("login-codes", people.LoginCodes.as_view()),
    path("sessions", people.Sessions.as_view()),
    *router.urls,
    re_path(r"", problems.not_found),
]
