"""Deadlines: a day, how it was found, who confirmed it, and how it ended."""

from datetime import date
from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Person, StoredFile
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .letters import Letter
from .proceedings import Proceeding


class DeadlineState(models.TextChoices):
    OPEN = "open", _("offen")
    KEPT = "kept", _("gewahrt")
    MISSED = "missed", _("versäumt")
    WITHDRAWN = "withdrawn", _("nicht mehr nötig")


class Confirmation(models.TextChoices):
    UNCONFIRMED = "unconfirmed", _("unbestätigt")
    CONFIRMED = "confirmed", _("bestätigt")
    DISPUTED = "disputed", _("zwei verschiedene Tage")


class Proof(models.TextChoices):
    FAX = "fax", _("Faxbericht")
    RECEIPT = "receipt", _("Eingangsbestätigung")
    RECORDED = "recorded", _("Niederschrift beim Gericht oder Amt")
    LAWYER = "lawyer", _("Bestätigung der Kanzlei")
    HANDED_IN = "handed_in", _("eingeworfen oder abgegeben, mit Zeug:in")


class DeadlineQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(person__in=Case.objects.changeable_by(user).values("person_id"))

    def assignable_by(self, user: User) -> Self:
        """Open ones of the organisation: a lead says who answers for them, without reading them."""
        return self.open()

    def open(self) -> Self:
        return self.filter(state=DeadlineState.OPEN)

    def for_the_day_of(self, user: User) -> Self:
        """Open ones this user answers for: the own, and those of colleagues stood in for."""
        return self.visible_to(user).open().filter(responsible__in=user.and_stood_in_for())


class Deadline(TenantModel):
    """One act that is due. An action and its urgent application are two rows with one day.

    rule            id in the lawbook; empty where only the letter or a person names the day
    act             what is to be done, in German
    last_day        last day by the rule; None where only the letter names one
    instructed_day  last day by the letter's own instruction
    counts_on       the earlier of both: this one counts
    safe_day        the day to act by
    earliest_day    first possible day, for waiting times and look-backs
    answer          the whole answer of the lawbook as JSON: steps, sources, confidence, questions
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="deadlines")
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="deadlines")
    proceeding = models.ForeignKey(Proceeding, models.PROTECT, null=True, blank=True, related_name="deadlines")
    rule = models.CharField(max_length=64, blank=True)
    kind = models.CharField(max_length=24, default="client_deadline")
    act = EncryptedTextField(_("Was ist zu tun?"), max_length=160)
    is_companion = models.BooleanField(default=False)
    last_day = models.DateField(_("Letzter Tag"), null=True, blank=True)
    instructed_day = models.DateField(_("Letzter Tag laut Brief"), null=True, blank=True)
    counts_on = models.DateField(null=True, blank=True)
    safe_day = models.DateField(null=True, blank=True)
    earliest_day = models.DateField(null=True, blank=True)
    answer = models.JSONField(default=dict)
    book = models.CharField(max_length=64, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Zuständig"))
    confirmation = models.CharField(max_length=12, choices=Confirmation.choices, default=Confirmation.UNCONFIRMED)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    touched_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DeadlineState.choices, default=DeadlineState.OPEN)
    sent_on = models.DateField(_("Abgeschickt am"), null=True, blank=True)
    proof = models.CharField(_("Nachweis"), max_length=12, choices=Proof.choices, blank=True)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reason = EncryptedTextField(_("Grund"))
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects: ClassVar = WalledManager.from_queryset(DeadlineQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = [models.F("safe_day").asc(nulls_last=True), "counts_on", "is_companion"]
        indexes = [
            models.Index(fields=["organisation", "state", "safe_day"], name="deadline_due"),
            models.Index(fields=["responsible", "state", "safe_day"], name="deadline_of_user"),
            models.Index(fields=["person", "state"], name="deadline_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="deadline_has_a_day_or_advice",
                condition=Q(counts_on__isnull=False) | Q(earliest_day__isnull=False) | Q(safe_day__isnull=False),
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.state == DeadlineState.OPEN

    @property
    def is_confirmed(self) -> bool:
        return self.confirmation == Confirmation.CONFIRMED

    @property
    def is_doubtful(self) -> bool:
        """Whether a second person has yet to find the same day."""
        return not self.is_confirmed

    def is_over(self, day: date) -> bool:
        """Whether the last day has passed."""
        return self.counts_on is not None and self.counts_on < day

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("deadline", str(self.pk), self.person_id)]

    def audited_fields(self) -> tuple[str, ...]:
        return tuple(name for name in super().audited_fields() if name != "answer")
