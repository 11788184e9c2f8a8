"""The sealed box: what stands on nobody's list (level L3)."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField


class ProtectedEntryQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.visible_to(user).values("person_id"))


class ProtectedEntry(TenantModel):
    """Health, violence, orientation, religion, trauma, children at risk, the wish to return.

    Even what kind of entry it is lies in the sealed text: a category in clear would tell too much.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text = EncryptedTextField(_("Was Sie wissen müssen"))

    objects: ClassVar = WalledManager.from_queryset(ProtectedEntryQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-written_at"]


class ProtectedOpening(TenantModel):
    """Somebody looked into the sealed box of a person, and why. Says nothing about what was in it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = EncryptedTextField(_("Warum jetzt?"))

    class Meta(TenantModel.Meta):
        ordering = ["-opened_at"]
        indexes = [models.Index(fields=["person", "opened_at"], name="protected_opening_of_person")]
