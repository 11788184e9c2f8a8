"""What somebody was shown of a change of law, and ordered to be taken over."""

from typing import Any, ClassVar, Self

from django.db import models

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet


class RecheckOrderQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own: a colleague was shown other deadlines."""
        return self.filter(ordered_by=user)


class RecheckOrder(TenantModel):
    """Just what was shown may be taken over in the background. Ordered again it is the same row.

    mark   stands for all that was shown
    shown  a digest of each change, which the work compares with what it finds
    """

    mark = models.CharField(max_length=64)
    shown = models.JSONField()
    ordered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.from_queryset(RecheckOrderQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["ordered_by", "mark"], name="recheck_ordered_once")]
