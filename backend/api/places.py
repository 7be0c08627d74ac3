"""Towns with a programme and their neighbourhoods, for a sign-up form elsewhere."""

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, serializers, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.permissions import AllowAny

from backend.places.models import Municipality, Neighbourhood


class MunicipalityOut(serializers.ModelSerializer[Municipality]):
    class Meta:
        model = Municipality
        fields = ["code", "name"]
        read_only_fields = fields


class NeighbourhoodOut(serializers.ModelSerializer[Neighbourhood]):
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


@extend_schema(parameters=[OpenApiParameter("municipality", str, required=True), OpenApiParameter("postcode", str)])
class Neighbourhoods(mixins.ListModelMixin, viewsets.GenericViewSet[Neighbourhood]):
    """Neighbourhoods of a town, or those of a postcode in it."""

    serializer_class = NeighbourhoodOut
    permission_classes = [AllowAny]
    queryset = Neighbourhood.objects.none()

    def get_queryset(self) -> QuerySet[Neighbourhood]:
        """Of the newest division."""
        asked = self.request.query_params
        if "municipality" not in asked:
            raise ValidationError({"municipality": ["Name a municipality, for example GM0216."]})
        rows = Neighbourhood.objects.current_in(asked["municipality"])
        postcode = asked.get("postcode", "")[:4]
        return rows.filter(postcode_shares__pc4=postcode) if postcode else rows
