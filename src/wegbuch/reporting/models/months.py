"""A month that is counted for good."""

import hashlib
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from ..counting.ledger import Month


def digest_of(rows: str) -> str:
    """SHA-256 of packed rows, in hexadecimal digits."""
    return hashlib.sha256(rows.encode()).hexdigest()


class CountingSecret(TenantModel):
    """The secret behind the pseudonyms of one organisation. It lies sealed and never leaves the house."""

    value = EncryptedTextField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation"], name="counting_secret_once")]


class ClosedMonthQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Every closed month of the organisation: which numbers somebody sees, the pages say."""
        return self.all()

    def between(self, first: date, last: date) -> Self:
        return self.filter(first__gte=first, first__lte=last)


class ClosedMonth(TenantModel):
    """The rows of one month as they were when the lead closed it; they never change again.

    rows    the month packed, sealed: pseudonyms are personal data too
    digest  SHA-256 of the packed rows, so that a printed report names the state it shows
    """

    first = models.DateField(_("Monat"))
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    rows = EncryptedTextField()
    digest = models.CharField(max_length=64)
    # What was still missing when it was closed, by kind of entry: numbers only.
    missing = models.JSONField(default=dict)

    objects: ClassVar[Any] = WalledManager.from_queryset(ClosedMonthQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-first"]
        constraints = [models.UniqueConstraint(fields=["organisation", "first"], name="month_closed_once")]

    @property
    def month(self) -> Month:
        """The rows as they were kept."""
        return Month.unpacked(self.rows)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A new key seals the same rows anew; anything else would be another month.
        if not self._state.adding and (set(self.changed_fields()) - {"rows"} or self.digest != digest_of(self.rows)):
            raise TypeError("a closed month never changes")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("a closed month stays")
