"""Gegenrechnen: a second person reads the same envelope and does not see the first result."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet

from .letters import Letter


class CrossCheckWay(models.TextChoices):
    SCREEN = "screen", _("am Bildschirm")
    PHONE = "phone", _("am Telefon")


class CrossCheckQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Checks this user was asked for, or of files she works on where nobody was named; never of her own letters."""
        of_her_files = Q(asked=None, letter__person__in=Case.objects.changeable_by(user).values("person_id"))
        hers = Q(letter__entered_by=user) | Q(asked_by=user)
        return self.open().filter(Q(asked=user) | of_her_files).exclude(hers)

    def answerable_by(self, user: User) -> Self:
        """Checks open to this user, and those she has answered: she may see what came of them."""
        return self.filter(Q(pk__in=self.visible_to(user).values("pk")) | Q(answered_by=user))

    def open(self) -> Self:
        return self.filter(answered_at=None)


class CrossCheck(TenantModel):
    """Somebody is asked to find the deadlines of a letter again.

    asked    the colleague; None asks everybody in the case team
    answers  what the second person read: days and facts by name of the deadline rules
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="checks")
    asked = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    way = models.CharField(max_length=8, choices=CrossCheckWay.choices, default=CrossCheckWay.SCREEN)
    answers = models.JSONField(default=dict)
    is_equal = models.BooleanField(null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(CrossCheckQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["asked_at"]

    def audit_subject(self) -> UUID | None:
        return self.letter.person_id

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("letter", str(self.letter_id), self.letter.person_id)]
