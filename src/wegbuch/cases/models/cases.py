"""A case: the file of one person in one form of migration social work, and who may open it."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.core import addresses, codes, once
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from . import reach
from .people import Person


class CaseQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Case team, running deputy or open break-glass; nobody by team or rank."""
        return self.filter(pk__in=reach.hers_or_opened(user))

    def changeable_by(self, user: User) -> Self:
        """Case team or running deputy. Who opened a file with a reason reads it and enters what happened, no more."""
        return self.filter(pk__in=reach.hers(user))

    def openable_by(self, user: User) -> Self:
        """Cases open to this user with a reason only, or opened so: of the own organisation and not hidden."""
        return self.filter(person__is_hidden=False).exclude(pk__in=self.changeable_by(user).values("pk"))

    def assignable_by(self, user: User) -> Self:
        """Cases whose team a lead may set: every running one of the organisation, without its content."""
        return self.running()

    def of_team_member(self, user: User) -> Self:
        """Cases in whose team this user is, without deputyships and break-glass."""
        return self.filter(pk__in=reach.her_own(user))

    def running(self) -> Self:
        return self.filter(closed_on=None)

    def counted(self) -> Self:
        """Without cases that were opened by mistake: these never were."""
        reasons = codes.book().list("closing_reasons")
        mistakes = [code for code in reasons.versions if not reasons.get(code).extra.get("is_counted", True)]
        return self.exclude(closing_reason__in=mistakes)


class Case(TenantModel):
    """Akte of one person in one form of support."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="cases")
    number = models.CharField(_("Fallnummer"), max_length=16)
    form = models.CharField(_("Form"), max_length=32)
    team = models.ForeignKey(Team, models.PROTECT, related_name="cases")
    opened_on = models.DateField(_("begonnen am"))
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)
    closing_reason = models.CharField(_("Grund"), max_length=32, blank=True)

    objects: ClassVar = WalledManager.from_queryset(CaseQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="case_number_once"),
            models.CheckConstraint(
                name="case_closes_after_opening",
                condition=Q(closed_on__isnull=True) | Q(closed_on__gte=models.F("opened_on")),
            ),
        ]
        indexes = [models.Index(fields=["organisation", "closed_on", "number"], name="case_running")]
        ordering = ["-opened_on"]

    def __str__(self) -> str:
        return self.number

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        """One look at this person's file."""
        return [("case", str(self.pk), self.person_id)]

    def is_changeable_by(self, user: User) -> bool:
        """Whether this user is in the case team or stands in; who opened it with a reason only reads."""
        rows = Case.objects.changeable_by(user).filter(pk=self.pk)
        return once.ask(("changeable", user.pk, self.pk), rows.exists)

    def get_absolute_url(self) -> str:
        return addresses.of_row("cases:case", self.pk)


class CaseAccessKind(models.TextChoices):
    TEAM = "team", _("Fallteam")
    BREAK_GLASS = "break_glass", _("mit Grund geöffnet")


class CaseAccessQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Openings with a reason, for those who review them; one's own place in a team is no row to look at."""
        return self.filter(kind=CaseAccessKind.BREAK_GLASS)

    def open_at(self, at: datetime) -> Self:
        return self.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at), starts_at__lte=at)


class CaseAccess(TenantModel):
    """Somebody may open a case, from an instant to an instant."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="access")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=CaseAccessKind.choices, default=CaseAccessKind.TEAM)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    reason = EncryptedTextField(_("Warum jetzt?"))
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = WalledManager.from_queryset(CaseAccessQuerySet)()

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["user", "ends_at"], name="case_access_of_user")]

    def audit_subject(self) -> Any:
        return self.case.person_id
