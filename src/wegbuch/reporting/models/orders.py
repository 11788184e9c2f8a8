"""A report that somebody wants as a file and does not wait for."""

from typing import Any, ClassVar, Self

from django.db import models

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet

from ..periods import Period


class ReportOrderQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own: whoever may see the same report orders it anew."""
        return self.filter(ordered_by=user)


class ReportOrder(TenantModel):
    """What is to be made: report of the catalogue, period, and kind of file. Ordered again it is the same row.

    ending  of `outputs.kinds`, or „proof“ for the proof file
    """

    report = models.CharField(max_length=40)
    first = models.DateField()
    last = models.DateField()
    ending = models.CharField(max_length=10)
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.from_queryset(ReportOrderQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["ordered_by", "report", "first", "last", "ending"], name="report_ordered_once"
            )
        ]

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)
