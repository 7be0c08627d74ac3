"""Language tables: the tables, seats that are offered, and seats that are taken."""

from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from backend.api import bodies
from backend.api.access import Visible, account_of
from backend.pairs import language_tables, table_offers
from backend.pairs.models import LanguageTable, TableOffer, TableSeat
from backend.places import clock


class LanguageTableOut(bodies.Shown[LanguageTable]):
    free = serializers.IntegerField(read_only=True, help_text="Seats that are neither taken nor offered.")

    class Meta:
        model = LanguageTable
        fields = [
            *("id", "name", "centre", "weekday", "starts_minute", "minutes", "seats", "free", "languages"),
            *("min_level", "max_level", "women_only", "most_per_language", "goals", "since", "closed_on"),
        ]
        read_only_fields = fields


class LanguageTables(Visible[LanguageTable], viewsets.ReadOnlyModelViewSet[LanguageTable]):
    """Language tables: all for a coordinator, else those that the caller leads, sits at or is offered a seat at."""

    rows = LanguageTable.objects
    serializer_class = LanguageTableOut

    def get_queryset(self) -> QuerySet[LanguageTable]:
        """With how many seats are free."""
        seen: QuerySet[LanguageTable] = LanguageTable.objects.visible_to(account_of(self.request)).with_seats()
        return seen.order_by("pk")


class TableOfferOut(bodies.Shown[TableOffer]):
    class Meta:
        model = TableOffer
        fields = [
            *("id", "table", "newcomer", "round", "state", "distance_m", "made_at", "answer_before", "closed_at"),
        ]
        read_only_fields = fields


class TableOffers(Visible[TableOffer], viewsets.ReadOnlyModelViewSet[TableOffer]):
    """Seats offered by a round: all for a coordinator, one's own for a newcomer, who alone answers."""

    rows = TableOffer.objects
    serializer_class = TableOfferOut

    @extend_schema(request=None, responses={201: TableOfferOut})
    @action(detail=True, methods=["post"])
    def acceptances(self, request: Request, pk: UUID) -> Response:
        """The newcomer says yes: the seat is taken from today."""
        found = self.get_object()
        done = table_offers.accept(offer_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(done, TableOfferOut)

    @extend_schema(request=None, responses={201: TableOfferOut})
    @action(detail=True, methods=["post"])
    def declines(self, request: Request, pk: UUID) -> Response:
        """The newcomer says no: the seat is free again."""
        found = self.get_object()
        done = table_offers.decline(offer_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(done, TableOfferOut)


class TableSeatOut(bodies.Shown[TableSeat]):
    class Meta:
        model = TableSeat
        fields = ["id", "table", "newcomer", "offer", "since", "until"]
        read_only_fields = fields


class TableSeats(Visible[TableSeat], viewsets.ReadOnlyModelViewSet[TableSeat]):
    """Seats that are or were taken: all for a coordinator, one's own for a newcomer."""

    rows = TableSeat.objects
    serializer_class = TableSeatOut

    @extend_schema(request=None, responses={201: TableSeatOut})
    @action(detail=True, methods=["post"])
    def departures(self, request: Request, pk: UUID) -> Response:
        """The newcomer, or a coordinator in his or her place, gives up the seat."""
        found = self.get_object()
        done = language_tables.leave(seat_id=found.pk, by=account_of(request), now=clock.now())
        return bodies.made(done, TableSeatOut)
