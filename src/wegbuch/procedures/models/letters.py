"""Letters: what a piece of post says in law, so that deadlines follow from it."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .post import PostItem
from .proceedings import Proceeding


class Instruction(models.TextChoices):
    CORRECT = "correct", _("vorhanden")
    MISSING = "missing", _("fehlt")
    WRONG = "wrong", _("falsch oder unklar")
    UNKNOWN = "unknown", _("noch nicht gesehen")


class LetterQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.changeable_by(user).values("person_id"))


class Letter(TenantModel):
    """A letter with a kind of the lawbook (`rules/letters.yaml`) and the days its deadlines hang on.

    events            further days and yes/no facts by name of the deadline rules, days as ISO text
    instructed_period the period the letter itself names, such as „2 weeks“; empty where it names none
    instructed_day    the day the letter itself names as the last one
    book              mark of the book the deadlines were computed with
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="letters")
    item = models.OneToOneField(PostItem, models.PROTECT, related_name="letter")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, blank=True, related_name="letters")
    kind = models.CharField(_("Was ist es?"), max_length=48)
    events = models.JSONField(default=dict)
    instruction = models.CharField(
        _("Rechtsbehelfsbelehrung"), max_length=8, choices=Instruction.choices, default=Instruction.UNKNOWN
    )
    instructed_period = models.CharField(_("Frist laut Belehrung"), max_length=12, blank=True)
    instructed_day = models.DateField(_("Letzter Tag laut Brief"), null=True, blank=True)
    court = models.CharField(_("Gericht oder Behörde"), max_length=40, blank=True)
    file_number = models.CharField(_("Aktenzeichen"), max_length=40, blank=True)
    note = EncryptedTextField(_("Notiz"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    book = models.CharField(max_length=64, editable=False)

    objects: ClassVar = WalledManager.from_queryset(LetterQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-entered_at"]
        indexes = [models.Index(fields=["person", "entered_at"], name="letter_of_person")]

    def all_events(self) -> dict[str, Any]:
        """Every day and yes/no fact this letter gives the deadline rules; days as dates."""
        own = {
            name: date.fromisoformat(value) if isinstance(value, str) else value for name, value in self.events.items()
        }
        return self.item.events() | own

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("letter", str(self.pk), self.person_id)]
