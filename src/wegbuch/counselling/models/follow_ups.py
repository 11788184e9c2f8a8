"""What comes back on a day."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .contacts import Contact


class FollowUpQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Follow-ups of visible cases, and one's own without a case."""
        return self.filter(Q(case__in=Case.objects.visible_to(user)) | Q(case=None, owner=user))

    def open(self) -> Self:
        return self.filter(done_at=None)

    def for_the_day_of(self, user: User) -> Self:
        """Open ones this user must see: the own, and those of colleagues stood in for."""
        return self.visible_to(user).open().filter(owner__in=user.and_stood_in_for())


class FollowUp(TenantModel):
    """Wiedervorlage: something comes back on a day."""

    case = models.ForeignKey(Case, models.CASCADE, null=True, blank=True, related_name="follow_ups")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="follow_ups")
    owner = models.ForeignKey(User, models.PROTECT, related_name="+")
    due_on = models.DateField(_("Wiedervorlage"))
    text = EncryptedTextField(_("Worum geht es?"))
    done_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(FollowUpQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["due_on"]
        indexes = [models.Index(fields=["owner", "done_at", "due_on"], name="follow_up_due")]

    def audit_subject(self) -> UUID | None:
        return self.case.person_id if self.case else None

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("follow_up", str(self.pk), self.audit_subject())]
