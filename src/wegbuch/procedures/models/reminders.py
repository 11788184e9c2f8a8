"""What was reminded of, who may read a calendar, and when the reminders last ran."""

from typing import ClassVar, Self

from django.db import models

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledDerivedManager, WalledManager, WalledQuerySet

from .deadlines import Deadline


class Reminder(models.Model):
    """Ledger: this step of this deadline was told to this person. Worked out from the deadline, so without audit.

    step       14, 7, 3, 1, 0 days before the safe day, `last_day`, `over`, `unconfirmed`, `untouched`
    for_day    the safe or last day the step leads up to: a deadline that moved is told again
    is_told    False for a step that a later one overtook while nobody ran the reminders
    mailed_at  when the neutral mail left; None where no mail goes out
    """

    organisation = models.ForeignKey("access.Organisation", models.PROTECT, related_name="+", editable=False)
    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=12)
    for_day = models.DateField()
    recipient = models.ForeignKey(User, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    is_told = models.BooleanField(default=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WalledDerivedManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["deadline", "step", "for_day", "recipient"], name="reminder_once")
        ]
        indexes = [models.Index(fields=["recipient", "mailed_at"], name="reminder_to_mail")]


class Heartbeat(models.Model):
    """When a part of the program last did its round."""

    part = models.CharField(max_length=24, primary_key=True)
    at = models.DateTimeField()


class CalendarFeedQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(user=user, revoked_at=None)


class CalendarFeed(TenantModel):
    """A secret address under which a calendar program reads days without names. Only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(CalendarFeedQuerySet)()
