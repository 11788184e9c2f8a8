"""Letters, envelopes and fax reports that were photographed or scanned."""

from datetime import datetime
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .cases import Case
from .people import Person


class StoredFileQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Files in a person's papers with a case visible to this user, and what nobody but this user has begun."""
        people = Case.objects.visible_to(user).values("person_id")
        return self.filter(Q(attached=True, person__in=people) | Q(attached=False, kept_by=user))

    def waiting_for(self, user: User) -> Self:
        """This user's own files that no form has taken over yet, oldest first."""
        return self.filter(attached=False, kept_by=user).order_by("kept_at")

    def forgotten(self, before: datetime) -> Self:
        """Files that no form has taken over since then."""
        return self.filter(attached=False, kept_at__lt=before)


class StoredFile(TenantModel):
    """One picture or PDF. Its content lies on the disk, sealed with a key that only this row holds.

    person    whom the paper is about; the hidden reverse name keeps the key out of the record of a merge
    size      bytes of the clear content
    attached  whether a form has taken it over
    key       256 bits, base64
    """

    class ContentType(models.TextChoices):
        JPEG = "image/jpeg", _("Foto")
        PDF = "application/pdf", _("PDF")

    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    name = EncryptedTextField()
    content_type = models.CharField(max_length=16, choices=ContentType.choices)
    size = models.PositiveIntegerField()
    kept_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()
    attached = models.BooleanField(default=False)
    key = EncryptedTextField()

    objects: ClassVar = WalledManager.from_queryset(StoredFileQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(
                name="attached_file_is_about_somebody", condition=Q(attached=False) | Q(person__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["organisation", "attached", "kept_at"], name="stored_file_waiting")]

    def __str__(self) -> str:
        return self.get_content_type_display()

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        """One look at this person's file; none while it is about nobody."""
        return [("file", str(self.pk), self.person_id)] if self.person_id else []

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("cases:file", args=[self.pk])
