"""Two records that may be one person, and what people decided about them."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from ..twins import Strength
from .cases import Case
from .people import Person


class PossibleDoubleQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Pairs with somebody of one's own cases, standing in included; somebody hidden is met by her own team only."""
        mine = Case.objects.changeable_by(user).values("person_id")
        first, second = Q(first__in=mine), Q(second__in=mine)
        seen = self.filter(first | second)
        return seen.filter(first | Q(first__is_hidden=False)).filter(second | Q(second__is_hidden=False))

    def open(self) -> Self:
        """Pairs nobody has decided about, of two records that stand."""
        return self.filter(state=PossibleDouble.State.OPEN, first__merged_into=None, second__merged_into=None)


class PossibleDouble(TenantModel):
    """A hint, never a decision: found by comparing everybody with everybody.

    first    has the smaller id
    reasons  codes of `twins.POINTS`; no names, no days
    """

    class State(models.TextChoices):
        OPEN = "open", _("offen")
        DIFFERENT = "different", _("nicht dieselbe Person")
        MERGED = "merged", _("zusammengeführt")
        GONE = "gone", _("nicht mehr ähnlich")

    class Word(models.IntegerChoices):
        STRONG = Strength.STRONG, _("sehr wahrscheinlich")
        LIKELY = Strength.LIKELY, _("wahrscheinlich")
        POSSIBLE = Strength.POSSIBLE, _("möglich")

    first = models.ForeignKey(Person, models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, models.CASCADE, related_name="+")
    found_at = models.DateTimeField()
    strength = models.PositiveSmallIntegerField(choices=Word.choices)
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    note = EncryptedTextField(_("Woran haben Sie es erkannt?"))

    objects: ClassVar = WalledManager.from_queryset(PossibleDoubleQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="possible_double_once"),
            models.CheckConstraint(name="possible_double_in_order", condition=Q(first__lt=F("second"))),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-strength"], name="possible_double_open")]
        ordering = ["-strength", "-found_at", "pk"]

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("cases:double", args=[self.pk])

    def audit_subject(self) -> UUID:
        return self.first_id


class DoubleSearch(TenantModel):
    """When everybody was last compared with everybody, and how much was left out.

    crowds  groups too large to compare each with each
    """

    ended_at = models.DateTimeField()
    crowds = models.PositiveIntegerField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="double_search_once")]
