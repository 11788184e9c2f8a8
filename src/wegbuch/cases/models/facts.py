"""What is known about a person: each fact with its days and where it comes from."""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .people import Person
from .places import Facility


class Origin(models.TextChoices):
    CLIENT = "client", _("Person selbst")
    AUTHORITY = "authority", _("Behörde")
    THIRD_PARTY = "third_party", _("Dritte")
    DOCUMENT = "document", _("Papier gesehen")


class PeriodQuerySet(WalledQuerySet):
    def on(self, day: date) -> Self:
        """Periods that hold on this day; an unknown start counts as begun."""
        return self.filter(Q(since__isnull=True) | Q(since__lte=day), Q(until__isnull=True) | Q(until__gte=day))


def place_of(facility: str | None, room: str) -> str:
    """House and room in one line; nothing without a house."""
    return f"{facility}, {room}" if facility and room else facility or ""


class Period(TenantModel):
    """A fact that holds from a day to a day; both may be unknown."""

    since = models.DateField(_("seit"), null=True, blank=True)
    until = models.DateField(_("bis"), null=True, blank=True)
    origin = models.CharField(_("Woher"), max_length=12, choices=Origin.choices, default=Origin.CLIENT)

    objects: ClassVar = WalledManager.from_queryset(PeriodQuerySet)()

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = [models.F("since").desc(nulls_last=True)]

    def holds_on(self, day: date) -> bool:
        """As `on` of its rows."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)


class ResidencePeriod(Period):
    """Residence status with the paper that shows it. Codes: lawbook residence_statuses, residence_documents."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="residence_periods")
    status = models.CharField(_("Aufenthaltsstatus"), max_length=8)
    document = models.CharField(_("Papier"), max_length=32, blank=True)
    document_number = models.CharField(_("Nummer des Papiers"), max_length=40, blank=True)
    valid_until = models.DateField(_("Papier gültig bis"), null=True, blank=True)
    authority = models.CharField(_("Behörde"), max_length=120, blank=True)
    question = EncryptedTextField(_("Zu klären"), max_length=200)

    class Meta(Period.Meta):
        indexes = [models.Index(fields=["organisation", "valid_until"], name="residence_valid_until")]


class BenefitPeriod(Period):
    """Benefit scheme. Codes: lawbook benefit_schemes."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="benefit_periods")
    scheme = models.CharField(_("Leistung"), max_length=32)
    authority = models.CharField(_("Behörde"), max_length=120, blank=True)


class HousingPeriod(Period):
    """Where somebody lives. A hidden address stands in the sealed field only.

    own_municipality  where no house of the list says it
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="housing_periods")
    form = models.CharField(_("Wohnform"), max_length=32)
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="housing_periods")
    room = models.CharField(_("Zimmer"), max_length=20, blank=True)
    own_municipality = models.CharField(_("Gemeinde"), max_length=80, blank=True)
    address = EncryptedTextField(_("Anschrift"))
    is_hidden = models.BooleanField(_("Anschrift geheim"), default=False)

    class Meta(Period.Meta):
        constraints = [
            models.CheckConstraint(
                name="hidden_address_shows_no_house",
                condition=Q(is_hidden=False) | Q(facility__isnull=True, room="", own_municipality=""),
            )
        ]

    @property
    def place(self) -> str:
        """House and room in one line, else the municipality; nothing of a hidden address."""
        if self.is_hidden or self.facility is None:
            return place_of("", self.room) or self.municipality
        return place_of(self.facility.name, self.room)

    @property
    def municipality(self) -> str:
        """Of the house, else the own one; "" where that is not known or the address is hidden."""
        return (self.facility.municipality if self.facility else "") or self.own_municipality


class ContactWay(TenantModel):
    """How to reach somebody, and how never. The number and the rule lie sealed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="contact_ways")
    kind = models.CharField(_("Weg"), max_length=16)
    value = EncryptedTextField(_("Nummer oder Adresse"))
    rule = EncryptedTextField(_("Regel"))
    is_safe = models.BooleanField(_("darf benutzt werden"), default=True)

    class Meta(TenantModel.Meta):
        ordering = ["-is_safe", "kind"]


class LanguageSkill(TenantModel):
    """A language somebody speaks. Codes: lawbook languages, language_levels."""

    class Reading(models.TextChoices):
        UNKNOWN = "unknown", _("noch nicht gefragt")
        READS = "reads", _("liest")
        DOES_NOT_READ = "does_not_read", _("liest nicht")

    person = models.ForeignKey(Person, models.CASCADE, related_name="languages")
    language = models.CharField(_("Sprache"), max_length=8)
    level = models.CharField(_("Niveau"), max_length=8, blank=True)
    reading = models.CharField(_("Lesen"), max_length=16, choices=Reading.choices, default=Reading.UNKNOWN)
    rank = models.PositiveSmallIntegerField(default=1)

    class Meta(TenantModel.Meta):
        ordering = ["rank", "language"]
        constraints = [models.UniqueConstraint(fields=["person", "language"], name="language_once")]


class Nationality(TenantModel):
    person = models.ForeignKey(Person, models.CASCADE, related_name="nationalities")
    country = models.CharField(_("Staatsangehörigkeit"), max_length=3)

    class Meta(TenantModel.Meta):
        ordering = ["country"]
        constraints = [models.UniqueConstraint(fields=["person", "country"], name="nationality_once")]


class FileNumber(TenantModel):
    """A number under which an authority knows somebody."""

    class Kind(models.TextChoices):
        BAMF = "bamf", _("Aktenzeichen BAMF")
        AZR = "azr", _("AZR-Nummer")
        FOREIGNERS_OFFICE = "foreigners_office", _("Ausländerbehörde")
        BENEFITS = "benefits", _("Leistungsbehörde")
        OTHER = "other", _("andere")

    person = models.ForeignKey(Person, models.CASCADE, related_name="file_numbers")
    kind = models.CharField(_("Stelle"), max_length=20, choices=Kind.choices)
    number = models.CharField(_("Aktenzeichen"), max_length=40)

    class Meta(TenantModel.Meta):
        ordering = ["kind"]
        constraints = [models.UniqueConstraint(fields=["person", "kind", "number"], name="file_number_once")]

    def __str__(self) -> str:
        return self.number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.number = " ".join(self.number.split())
        super().save(*args, **kwargs)
