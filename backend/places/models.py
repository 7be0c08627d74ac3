"""Where: municipalities and their neighbourhoods as CBS divides them, and the houses where people meet."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery

from backend.places.scope import TenantManager, TenantRow

ZONE = "Europe/Amsterdam"  # every municipality of CBS's division lives by this clock


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """Towns, with and without a programme."""

    def with_programme(self) -> Self:
        """The towns in which people can sign up."""
        return self.filter(programme_since__isnull=False).order_by("name")


class Municipality(models.Model):
    """A municipality (gemeente) and, when it takes part, the tenant that owns all rows about its people."""

    code = models.CharField(primary_key=True, max_length=6)
    name = models.CharField(max_length=80)
    division_year = models.PositiveSmallIntegerField()
    programme_since = models.DateField(null=True, blank=True)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^GM\d{4}$"), name="municipality_has_a_cbs_code"),
        ]

    def __str__(self) -> str:
        return self.name


class District(models.Model):
    """A district (wijk) of the CBS division of one year."""

    code = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="districts")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code", "year"], name="district_once_a_year"),
            models.CheckConstraint(condition=Q(code__regex=r"^WK[0-9A-Z]{6}$"), name="district_has_a_cbs_code"),
        ]

    def __str__(self) -> str:
        return self.name


class NeighbourhoodQuerySet(models.QuerySet["Neighbourhood"]):
    """Neighbourhoods for lists and for looking up a postcode."""

    def current_in(self, municipality_code: str) -> Self:
        """The newest division of this town, by name, with the district for names that occur twice."""
        newest = Neighbourhood.objects.filter(municipality=municipality_code).order_by("-year").values("year")[:1]
        return (
            self.filter(municipality=municipality_code, year=newest)
            .select_related("district")
            .order_by("name", "district__name")
        )

    def around_postcode(self, pc4: str) -> Self:
        """Neighbourhoods in which people with these four digits live, most people first.

        A postcode is a hint: it can span several neighbourhoods, so the person chooses. The shares of the
        newest division that has them also serve a later division, as long as the code stayed the same.
        """
        told = PostcodeShare.objects.filter(pc4=pc4, neighbourhood__code=OuterRef("code"))
        newest = told.order_by("-neighbourhood__year").values("share")[:1]
        return self.annotate(part=Subquery(newest)).filter(part__isnull=False).order_by("-part", "name")


class Neighbourhood(models.Model):
    """A neighbourhood (buurt) of one year's division; its centroid stands for the home of who lives there.

    ``rd_x`` and ``rd_y`` are metres in the Dutch grid (EPSG:28992), ``lat`` and ``lon`` degrees (WGS84).
    """

    code = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=80)
    district = models.ForeignKey(District, models.PROTECT, related_name="neighbourhoods")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="neighbourhoods")
    population = models.PositiveIntegerField(default=0)
    rd_x = models.IntegerField(null=True, blank=True)
    rd_y = models.IntegerField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)

    objects = NeighbourhoodQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "code", "year"], name="neighbourhood_once_a_year"),
            models.CheckConstraint(condition=Q(code__regex=r"^BU[0-9A-Z]{8}$"), name="neighbourhood_has_a_cbs_code"),
            models.CheckConstraint(
                condition=Q(rd_x=None, rd_y=None) | Q(rd_x__isnull=False, rd_y__isnull=False),
                name="neighbourhood_has_both_coordinates_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PostcodeShare(models.Model):
    """Which part of the people with a four-digit postcode lives in a neighbourhood."""

    pc4 = models.CharField(max_length=4)
    neighbourhood = models.ForeignKey(Neighbourhood, models.CASCADE, related_name="postcode_shares")
    share = models.DecimalField(max_digits=4, decimal_places=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pc4", "neighbourhood"], name="postcode_once_a_neighbourhood"),
            models.CheckConstraint(condition=Q(pc4__regex=r"^[1-9]\d{3}$"), name="postcode_has_four_digits"),
            models.CheckConstraint(condition=Q(share__gte=0, share__lte=1), name="share_is_a_part"),
        ]

    def __str__(self) -> str:
        return self.pc4


class CommunityCentre(TenantRow):
    """A community centre (buurthuis), library or other house that hosts pairs."""

    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120)
    neighbourhood = models.ForeignKey(Neighbourhood, models.PROTECT, related_name="centres")
    phone = models.CharField(max_length=16, blank=True)
    tables = models.PositiveSmallIntegerField(default=0)  # at which pairs can sit; 0 when nobody has counted them
    closed_on = models.DateField(null=True, blank=True)

    objects = TenantManager["CommunityCentre"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="centre_of_one_municipality"),
            models.UniqueConstraint(fields=["municipality", "name"], name="centre_name_once_a_town"),
        ]


class OpeningHours(TenantRow):
    """When a centre is open on a weekday: minutes since local midnight, half-open. Monday is 0."""

    centre = models.ForeignKey(CommunityCentre, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()
    opens_minute = models.PositiveSmallIntegerField()
    closes_minute = models.PositiveSmallIntegerField()

    objects = TenantManager["OpeningHours"]()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(weekday__lte=6), name="opening_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(opens_minute__lt=models.F("closes_minute"), closes_minute__lte=1440),
                name="opening_within_one_day",
            ),
        ]
