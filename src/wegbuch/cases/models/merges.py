"""Two records of one person became one."""

from uuid import UUID

from django.db import models

from wegbuch.core.models import TenantModel
from wegbuch.core.sealed import EncryptedTextField

from .people import Person


class Merge(TenantModel):
    """What both records said before; sealed, so that nothing is lost."""

    kept = models.ForeignKey(Person, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Person, models.PROTECT, related_name="+")
    before = EncryptedTextField()

    def audit_subject(self) -> UUID:
        return self.kept_id
