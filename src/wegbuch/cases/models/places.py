"""Houses that several rooms of the program speak about."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet


class Facility(TenantModel):
    """A house or a group of flats of provisional accommodation, as one organisation knows it.

    rule_accommodation  kind of lodging as the entitlement rules name it, where the form leaves it open; asked once
    """

    name = models.CharField(_("Name"), max_length=120)
    form = models.CharField(_("Wohnform"), max_length=32)
    municipality = models.CharField(_("Gemeinde"), max_length=80, blank=True)
    operator = models.CharField(_("Betreiber"), max_length=120, blank=True)
    rule_accommodation = models.CharField(_("Art der Wohnungen"), max_length=20, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="facility_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OfficeQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Every place of the own organisation: nothing in the directory is about a person."""
        return self.all()


class Office(TenantModel):
    """A place people go to, as one organisation knows it: authority, school office, doctor, course. No person.

    kind  code of the lawbook for authorities (`authority_code` of its rules)
    """

    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Wofür"), max_length=48)
    municipality = models.CharField(_("Gemeinde"), max_length=80, blank=True)
    address = models.CharField(_("Anschrift"), max_length=200, blank=True)
    phone = models.CharField(_("Telefon"), max_length=60, blank=True)
    hours = models.CharField(_("Öffnungszeiten"), max_length=200, blank=True)
    way = models.CharField(_("Weg"), max_length=200, blank=True, help_text=_("Bus, Eingang, Zimmer"))
    languages = models.CharField(_("Sprachen dort"), max_length=120, blank=True)
    checked_on = models.DateField(_("Zuletzt geprüft"), null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.from_queryset(OfficeQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="office_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
