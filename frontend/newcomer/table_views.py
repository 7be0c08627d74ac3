"""A seat at a language table: yes or no to an offer, and leaving a table again."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from backend.pairs import language_tables, table_offers
from backend.pairs.models import TableOffer, TableSeat
from backend.people.models import Newcomer, Volunteer
from backend.places import clock
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


def offer_of(role: Newcomer | Volunteer) -> TableOffer | None:
    """The seat that waits for an answer, with its table and who leads it; None when there is none."""
    mine = TableOffer.objects.open().filter(newcomer=role.pk).select_related("table__centre")
    return mine.prefetch_related("table__leaders__account").first()


def seat_of(role: Newcomer | Volunteer) -> TableSeat | None:
    """The own seat, with its table and who leads it; None when there is none."""
    mine = TableSeat.objects.current().filter(newcomer=role.pk).select_related("table__centre")
    return mine.prefetch_related("table__leaders__account").first()


def _offer_or_404(request: TownRequest, offer_id: uuid.UUID) -> TableOffer:
    found: TableOffer = get_object_or_404(TableOffer.objects.filter(newcomer__account=request.user), pk=offer_id)
    return found


@require_POST
def accept(request: TownRequest, audience: Audience, table_offer_id: uuid.UUID) -> HttpResponse:
    """Yes."""
    found = _offer_or_404(request, table_offer_id)
    try:
        table_offers.accept(offer_id=found.pk, by=request.user, now=clock.now())
    except table_offers.TableOfferClosed:
        messages.info(request, _("This seat is not free any more. When there is a new one, you hear from us."))
    else:
        messages.success(request, _("The seat is yours. Here you see when and where."))
    return audience.home()


@require_POST
def decline(request: TownRequest, audience: Audience, table_offer_id: uuid.UUID) -> HttpResponse:
    """No."""
    found = _offer_or_404(request, table_offer_id)
    try:
        table_offers.decline(offer_id=found.pk, by=request.user, now=clock.now())
    except table_offers.TableOfferClosed:
        messages.info(request, _("This seat is not free any more. When there is a new one, you hear from us."))
    else:
        messages.success(request, _("Thank you for telling us. We look for a buddy for you."))
    return audience.home()


@require_http_methods(["GET", "POST"])
def leave(request: TownRequest, audience: Audience, table_seat_id: uuid.UUID) -> HttpResponse:
    """Give up the seat; it is asked once more first."""
    mine = TableSeat.objects.filter(newcomer__account=request.user).select_related("table__centre")
    found: TableSeat = get_object_or_404(mine, pk=table_seat_id)
    if request.method == "POST":
        language_tables.leave(seat_id=found.pk, by=request.user, now=clock.now())
        messages.success(request, _("You left the language table. We look for a buddy for you."))
        return audience.home()
    return show(request, audience, "newcomer/leave_table", seat=found)
