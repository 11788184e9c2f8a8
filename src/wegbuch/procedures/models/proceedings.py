"""Proceedings of a person, several beside each other: where each stands, since when, and what showed it."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField


class ProceedingQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.changeable_by(user).values("person_id"))

    def running(self) -> Self:
        return self.filter(closed_on=None)


class Regime(models.TextChoices):
    NEW = "geas", _("neues Recht (eingereicht ab 12.06.2026)")
    OLD = "pre_geas", _("altes Recht (eingereicht bis 11.06.2026)")
    GENERAL = "general", _("kein Asylverfahren")


class Proceeding(TenantModel):
    """A proceeding before an authority or a court. Codes: lawbook procedure_kinds, procedure_stages_*, courts.

    made_on, registered_on, lodged_on  request, registration, formal lodging: the last one chooses the law
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="proceedings")
    kind = models.CharField(_("Art des Verfahrens"), max_length=24)
    regime = models.CharField(_("Recht"), max_length=8, choices=Regime.choices, default=Regime.GENERAL)
    made_on = models.DateField(_("Asyl verlangt am"), null=True, blank=True)
    registered_on = models.DateField(_("Registriert am"), null=True, blank=True)
    lodged_on = models.DateField(_("Antrag eingereicht am"), null=True, blank=True)
    review_started_on = models.DateField(_("Prüfung begonnen am"), null=True, blank=True)
    stage = models.CharField(_("Station"), max_length=40, blank=True)
    authority = models.CharField(_("Behörde"), max_length=120, blank=True)
    file_number = models.CharField(_("Aktenzeichen der Behörde"), max_length=40, blank=True)
    court = models.CharField(_("Gericht"), max_length=40, blank=True)
    court_file_number = models.CharField(_("Aktenzeichen des Gerichts"), max_length=40, blank=True)
    lawyer = EncryptedTextField(_("Rechtsanwält:in"), max_length=200)
    power_of_attorney_on = models.DateField(_("Vollmacht vom"), null=True, blank=True)
    interview_at = models.DateTimeField(_("Anhörung am"), null=True, blank=True)
    interview_place = EncryptedTextField(_("Ort der Anhörung"), max_length=200)
    note = EncryptedTextField(_("Notiz"))
    closed_on = models.DateField(_("beendet am"), null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(ProceedingQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = [models.F("closed_on").desc(nulls_first=True), "-lodged_on"]
        indexes = [models.Index(fields=["person", "closed_on"], name="proceeding_of_person")]

    @property
    def stage_list(self) -> str:
        """Name of the lawbook list of stages; empty where the law names none."""
        return {Regime.NEW: "procedure_stages_new", Regime.OLD: "procedure_stages_old"}.get(Regime(self.regime), "")

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("proceeding", str(self.pk), self.person_id)]


class ProceedingStepQuerySet(WalledQuerySet):
    def changeable_by(self, user: User) -> Self:
        return self.filter(proceeding__in=Proceeding.objects.changeable_by(user).values("pk"))


class ProceedingStep(TenantModel):
    """A stage was reached on a day. Final stages are facts with a paper, never concluded from a period that ran out."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="steps")
    stage = models.CharField(_("Station"), max_length=40)
    since = models.DateField(_("seit"))
    shown_by = EncryptedTextField(_("Woraus ergibt es sich?"), max_length=120)
    letter = models.ForeignKey("Letter", models.SET_NULL, null=True, blank=True, related_name="steps")
    note = EncryptedTextField(_("Notiz"))
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects: ClassVar = WalledManager.from_queryset(ProceedingStepQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["since", "entered_at"]

    def audit_subject(self) -> UUID | None:
        return self.proceeding.person_id

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return self.proceeding.looks(user)


class PreparationPoint(TenantModel):
    """A point of the preparation for an interview is done. Codes: lawbook interview_points."""

    proceeding = models.ForeignKey(Proceeding, models.CASCADE, related_name="preparation")
    point = models.CharField(max_length=32)
    done_on = models.DateField()
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["proceeding", "point"], name="preparation_point_once")]

    def audit_subject(self) -> UUID | None:
        return self.proceeding.person_id
