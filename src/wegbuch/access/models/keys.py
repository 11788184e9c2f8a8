"""The data keys of the organisations, wrapped."""

from django.db import models

from .people import Organisation


class OrganisationKey(models.Model):
    """One data key of one organisation; the newest that is not retired encrypts."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="keys")
    key_id = models.CharField(max_length=12)
    wrapped = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key_id"], name="key_id_once")]

    @property
    def binding(self) -> str:
        """What the wrapped key is bound to."""
        return f"{self.organisation_id}.{self.key_id}"
