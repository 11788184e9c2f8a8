"""Rows that belong to a person and open with her file."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet


class OfPersonQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.changeable_by(user).values("person_id"))


class OfPerson(TenantModel):
    """Something in a person's file, entered by somebody at some time."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.from_queryset(OfPersonQuerySet)()

    class Meta(TenantModel.Meta):
        abstract = True

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [(type(self).__name__.lower(), str(self.pk), self.person_id)]
