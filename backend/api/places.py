"""Towns with a programme and their neighbourhoods, for a sign-up form elsewhere."""

from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.permissions import AllowAny

from backend.api import bodies
from backend.places import neighbourhoods
from backend.places.models import Municipality, Neighbourhood


class MunicipalityOut(bodies.Shown[Municipality]):
    class Meta:
        model = Municipality
        fields = ["code", "name"]
        read_only_fields = fields


class NeighbourhoodOut(bodies.Shown[Neighbourhood]):
    district = serializers.CharField(source="district.name", read_only=True)

    class Meta:
        model = Neighbourhood
        fields = ["code", "name", "district", "municipality", "year"]
        read_only_fields = fields


class Municipalities(viewsets.ReadOnlyModelViewSet[Municipality]):
    """Towns in which people can sign up."""

    serializer_class = MunicipalityOut
    permission_classes = [AllowAny]
    queryset = Municipality.objects.with_programme()


class WhichNeighbourhoods(serializers.Serializer[Any]):
    municipality = serializers.RegexField(r"^GM\d{4}\Z")
    postcode = bodies.Ruled(neighbourhoods.four_digits, neighbourhoods.NotAPostcode, required=False)


@extend_schema(parameters=[WhichNeighbourhoods])
class Neighbourhoods(mixins.ListModelMixin, viewsets.GenericViewSet[Neighbourhood]):
    """Neighbourhoods of a town by name, or those of a postcode in it, most people first."""

    serializer_class = NeighbourhoodOut
    permission_classes = [AllowAny]
    queryset = Neighbourhood.objects.none()

    def get_queryset(self) -> QuerySet[Neighbourhood]:
        """Of the newest division."""
        asked = WhichNeighbourhoods(data=self.request.query_params)
        asked.is_valid(raise_exception=True)
        rows = Neighbourhood.objects.current_in(asked.validated_data["municipality"])
        postcode = asked.validated_data.get("postcode")
        return rows.around_postcode(postcode) if postcode else rows
