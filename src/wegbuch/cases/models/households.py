"""Who lives together, who is counted together for benefits, and who is still abroad."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .people import Person


class HouseholdKind(models.TextChoices):
    LIVING = "living", _("Haushalt")
    BENEFIT = "benefit", _("Bedarfsgemeinschaft")


class HouseholdQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Households with a member whose file this user may open."""
        people = Person.objects.visible_to(user).values("pk")
        return self.filter(pk__in=HouseholdMember.objects.filter(person__in=people).values("household_id"))

    def living(self) -> Self:
        return self.filter(kind=HouseholdKind.LIVING)


class Household(TenantModel):
    """A group of people. It groups and grants nothing: every file has its own team."""

    kind = models.CharField(max_length=8, choices=HouseholdKind.choices, default=HouseholdKind.LIVING)
    name = models.CharField(_("Name"), max_length=200, blank=True)
    number = models.CharField(_("Nummer"), max_length=40, blank=True)

    objects: ClassVar = WalledManager.from_queryset(HouseholdQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["organisation", "number"], name="household_number")]

    def __str__(self) -> str:
        return self.number or self.get_kind_display()

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        """A look at the file of every member whom this user may see."""
        members = Person.objects.visible_to(user).filter(memberships__household=self, memberships__until=None)
        return [("household", str(self.pk), pk) for pk in members.values_list("pk", flat=True).distinct()]


class HouseholdMember(TenantModel):
    """A person belongs to a household, from a day to a day."""

    household = models.ForeignKey(Household, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.CASCADE, related_name="memberships")
    since = models.DateField(_("seit"), null=True, blank=True)
    until = models.DateField(_("bis"), null=True, blank=True)
    relation = models.CharField(_("Rolle in der Familie"), max_length=16, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["person", "until"], name="household_of_person")]


class RelativeAbroad(TenantModel):
    """Somebody of the family who lives elsewhere. What is known lies sealed."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="relatives_abroad")
    name = models.CharField(_("Name"), max_length=200)
    relation = models.CharField(_("Verhältnis"), max_length=16)
    birth_date = models.DateField(_("Geburtsdatum"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True, blank=True)
    country = models.CharField(_("Land"), max_length=3, blank=True)
    note = EncryptedTextField(_("Was bekannt ist"))

    class Meta(TenantModel.Meta):
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
