"""Language tables: which there are, who sits there, and making, changing and closing one."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.meetings.models import Meeting, OutcomeWord
from backend.pairs import language_tables
from backend.pairs.models import LanguageTable, TableOffer, TableSeat
from backend.places import clock
from frontend.coordinator.access import coordinators_only
from frontend.coordinator.table_forms import AboutTable, as_typed, known
from frontend.pages import render_page
from frontend.town import TownRequest

SHOWN = 4


@never_cache
@require_GET
@coordinators_only
def listed(request: TownRequest) -> HttpResponse:
    """The tables of this town with their seats, by the hour of the week."""
    tables = LanguageTable.objects.going_on().with_seats().select_related("centre")
    in_order = tables.prefetch_related("leaders__account").order_by("weekday", "starts_minute", "name")
    return render_page(request, "coordinator/tables/list.html", {"tables": in_order})


def _keep(form: AboutTable, request: TownRequest, table: LanguageTable | None) -> LanguageTable | None:
    about: dict[str, Any] = {"facts": form.facts, "by": request.user, "now": clock.now()}
    try:
        if table:
            return language_tables.change(table_id=table.pk, **about)
        return language_tables.make(town=request.town_code, **about)
    except language_tables.NameIsTaken:
        form.add_error("name", _("Another table has this name. Choose another one."))
    except language_tables.TooFewSeats:
        form.add_error("seats", _("More people sit there or are asked. Free a seat first."))
    return None


def _about_table(request: TownRequest, facts: dict[str, Any]) -> AboutTable:
    """Filled in by the coordinator; who only looks for a leader gets back what was typed, without judgement."""
    if "find" in request.POST:
        return AboutTable(initial=as_typed(request.POST))
    return AboutTable(request.POST if request.method == "POST" else None, initial=facts)


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def make(request: TownRequest) -> HttpResponse:
    """A new table."""
    form = _about_table(request, {})
    if form.is_bound and form.is_valid() and (table := _keep(form, request, None)):
        messages.success(request, _("The table is made. The next round looks for people who fit."))
        return redirect("coordinator:table", table.pk)
    return render_page(request, "coordinator/tables/make.html", {"form": form}, status=422 if form.errors else 200)


def _meetings(table: LanguageTable) -> dict[str, Any]:
    """The next meetings of a table, and the last ones, each with whether it is known who was there."""
    now = clock.now()
    meetings = Meeting.objects.filter(table=table).select_related("centre", "table", "series")
    said = OutcomeWord.objects.filter(attendance__meeting=OuterRef("pk"), side=OutcomeWord.Side.COORDINATOR)
    past = meetings.going_on().over_at(now).annotate(is_written_down=Exists(said))
    coming = meetings.after(now).exclude(cancelled_at__isnull=False, off_because="")
    return {"coming": coming[:SHOWN], "past": past[:SHOWN]}


@never_cache
@require_http_methods(["GET", "POST"])
@coordinators_only
def one(request: TownRequest, language_table_id: uuid.UUID) -> HttpResponse:
    """Who sits at a table, who is asked, and its facts to change."""
    tables = LanguageTable.objects.with_seats().select_related("centre").prefetch_related("leaders__account")
    table = get_object_or_404(tables, pk=language_table_id)
    form = _about_table(request, known(table))
    if form.is_bound and form.is_valid() and _keep(form, request, table):
        messages.success(request, _("The table is changed. Tell the people who sit there, when it matters to them."))
        return redirect("coordinator:table", table.pk)
    about = {"newcomer__account"}
    context = {
        **_meetings(table),
        "table": table,
        "form": form,
        "is_changing": request.method == "POST",
        "sitting": TableSeat.objects.current().filter(table=table).select_related(*about).order_by("since", "pk"),
        "asked": TableOffer.objects.open().filter(table=table).select_related(*about).order_by("made_at", "pk"),
    }
    return render_page(request, "coordinator/tables/table.html", context, status=422 if form.errors else 200)


@require_POST
@coordinators_only
def close(request: TownRequest, language_table_id: uuid.UUID) -> HttpResponse:
    """The table stops."""
    table = get_object_or_404(LanguageTable, pk=language_table_id)
    language_tables.close(table_id=table.pk, by=request.user, now=clock.now())
    messages.success(request, _("The table is closed. Who sat there hears it, and waits for a buddy again."))
    return redirect("coordinator:tables")


@require_POST
@coordinators_only
def free_seat(request: TownRequest, table_seat_id: uuid.UUID) -> HttpResponse:
    """Somebody does not come any more."""
    seat = get_object_or_404(TableSeat, pk=table_seat_id)
    language_tables.leave(seat_id=seat.pk, by=request.user, now=clock.now())
    messages.success(request, _("The seat is free again."))
    return redirect("coordinator:table", seat.table_id)
