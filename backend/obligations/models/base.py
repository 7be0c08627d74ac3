"""What all rows behind the wall have in common: one municipality by its code, plain ids, and no relation outward."""

import uuid

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Func
from django.utils.translation import gettext_lazy as _


class LegalBasis(models.TextChoices):
    """On which article the duty rests; the basis decides the sanction, so there is no default."""

    PW_9_1_C = "PW_9_1_C", _("Participatiewet article 9, first paragraph, c (counter-obligation)")
    IOAW_37_1_F = "IOAW_37_1_F", _("IOAW article 37, first paragraph, f")
    IOAZ_37_1_F = "IOAZ_37_1_F", _("IOAZ article 37, first paragraph, f")
    PW_2027_PARTICIPATION = "PW_2027_PARTICIPATION", _("Participatiewet from 2027 (social participation)")
    VOLUNTARY = "VOLUNTARY", _("Agreed, without a duty")


class _OneObligation(Func):
    function = "public.uuidrange"


class _Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class WalledRow(models.Model):
    """A row of one municipality that names the municipality by its code only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality_id = models.CharField(max_length=6)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"  # never a name: this lands in logs
