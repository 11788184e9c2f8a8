"""Texts that are not saved yet."""

from uuid import UUID, uuid4

from django.db import models

from wegbuch.core.sealed import EncryptedTextField, SealedMixin

from .people import Organisation, User


class Draft(SealedMixin, models.Model):
    """What somebody typed into one form and has not saved: sealed, the writer's own, kept for seven days."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=120)
    path = models.CharField(max_length=200)
    content = EncryptedTextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "form"], name="draft_once_per_form")]

    def audit_organisation(self) -> UUID:
        return self.organisation_id
