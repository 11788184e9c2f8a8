"""What a counsellor writes for the Sachbericht."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .contacts import Contact
from .work import GroupOffer, NetworkEntry


class ReportNoteState(models.TextChoices):
    OFFERED = "offered", _("vorgeschlagen")
    TAKEN = "taken", _("im Bericht")
    LEFT_OUT = "left_out", _("nicht im Bericht")


class ReportNoteQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """One's own; the lead sees all, for they are written for the report."""
        return self.all() if Role.LEAD in user.roles else self.written_by(user)

    def written_by(self, user: User) -> Self:
        return self.filter(author=user)

    def for_period(self, first: date, last: date) -> Self:
        """Texts of the months that begin in these days, whatever their state, by task area and month."""
        return self.filter(month__gte=first.replace(day=1), month__lte=last).order_by(
            "task_area", "month", "written_at"
        )


class ReportNote(TenantModel):
    """A text „Für den Sachbericht“, written without names.

    month    first day of the month it is about
    contact  what it was written beside; nothing of that is copied, and whoever reads the text is not led there
    """

    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    month = models.DateField(_("Monat"))
    task_area = models.PositiveSmallIntegerField(_("Aufgabe"))
    text = EncryptedTextField(_("Für den Sachbericht"))
    state = models.CharField(_("Stand"), max_length=8, choices=ReportNoteState.choices, default=ReportNoteState.OFFERED)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="report_notes")
    group_offer = models.ForeignKey(GroupOffer, models.PROTECT, null=True, blank=True, related_name="report_notes")
    network_entry = models.ForeignKey(NetworkEntry, models.PROTECT, null=True, blank=True, related_name="report_notes")

    objects: ClassVar = WalledManager.from_queryset(ReportNoteQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-month", "task_area", "-written_at"]
        constraints = [
            models.CheckConstraint(name="report_note_task_area", condition=Q(task_area__gte=1, task_area__lte=8)),
        ]
        indexes = [models.Index(fields=["organisation", "month", "task_area"], name="report_note_of_month")]

    @property
    def is_open(self) -> bool:
        """Whether its author may still change it: the lead has not decided."""
        return self.state == ReportNoteState.OFFERED

    @property
    def as_read(self) -> str:
        """This text as it reads now: an answer about it does not hold for what its author makes of it."""
        return f"{self.pk}-{self.version}"
