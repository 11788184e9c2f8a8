"""Houses that several rooms of the program speak about."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.core.models import TenantModel


class Facility(TenantModel):
    """A house or a group of flats of provisional accommodation, as one organisation knows it."""

    name = models.CharField(_("Name"), max_length=120)
    form = models.CharField(_("Wohnform"), max_length=32)
    municipality = models.CharField(_("Gemeinde"), max_length=80, blank=True)
    operator = models.CharField(_("Betreiber"), max_length=120, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="facility_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
