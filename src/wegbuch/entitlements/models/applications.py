"""Applications: what was asked for, which papers are missing, when it was filed, and what came of it."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case, Office, StoredFile
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .of_person import OfPerson, OfPersonQuerySet


class ApplicationState(models.TextChoices):
    CLAIMED = "claimed", _("vorgemerkt")
    PAPERS = "papers", _("Unterlagen sammeln")
    FILED = "filed", _("gestellt")
    DECIDED = "decided", _("entschieden")
    OBJECTION = "objection", _("Widerspruch läuft")
    CLOSED = "closed", _("beendet")


class Outcome(models.TextChoices):
    GRANTED = "granted", _("bewilligt")
    PARTLY = "partly", _("teilweise bewilligt")
    REFUSED = "refused", _("abgelehnt")
    WITHDRAWN = "withdrawn", _("zurückgenommen")


class ApplicationQuerySet(OfPersonQuerySet):
    def running(self) -> Self:
        return self.exclude(state=ApplicationState.CLOSED)

    def for_the_day_of(self, user: User) -> Self:
        """Running ones this user answers for: the own, and those of colleagues stood in for."""
        return self.visible_to(user).running().filter(responsible__in=user.and_stood_in_for())

    def waiting_on(self, day: date) -> Self:
        """Those to ask about by this day, and those filed without anything that shows it."""
        unproven = Q(state=ApplicationState.FILED, has_proof=False)
        return self.running().filter(Q(look_again_on__lte=day) | unproven)


class Application(OfPerson):
    """An application of a person to an authority.

    rule       the entitlement rule it rests on; "" where it rests on none of the book
    title      what is asked for: the title of the rule when it was noted, or words of one's own
    has_proof  whether words or a photo show that it was filed; told apart, since sealed words are never searched
    authority  only the office; it lies open, unlike all that is written about the person
    deadline   id of the deadline that runs against its decision, kept by the room of deadlines
    """

    rule = models.CharField(max_length=80, blank=True)
    title = EncryptedTextField(_("Was wird beantragt?"), max_length=120)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, related_name="+")
    authority = models.CharField(_("Stelle"), max_length=120, blank=True)
    reference = models.CharField(_("Aktenzeichen"), max_length=60, blank=True)
    state = models.CharField(
        _("Stand"), max_length=12, choices=ApplicationState.choices, default=ApplicationState.CLAIMED
    )
    filed_on = models.DateField(_("Gestellt am"), null=True, blank=True)
    received_on = models.DateField(_("Eingegangen am"), null=True, blank=True)
    proof = EncryptedTextField(_("Nachweis"), max_length=200)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    has_proof = models.BooleanField(default=False)
    decided_on = models.DateField(_("Entschieden am"), null=True, blank=True)
    outcome = models.CharField(_("Ergebnis"), max_length=12, choices=Outcome.choices, blank=True)
    deadline = models.UUIDField(null=True, blank=True)
    look_again_on = models.DateField(_("Nachfragen am"), null=True, blank=True)
    responsible = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("Zuständig"))
    note = EncryptedTextField(_("Notiz"))

    objects: ClassVar[Any] = WalledManager.from_queryset(ApplicationQuerySet)()

    class Meta(OfPerson.Meta):
        ordering = ["-entered_at"]
        indexes = [
            models.Index(fields=["person", "state"], name="application_of_person"),
            models.Index(fields=["responsible", "look_again_on"], name="application_look_again"),
        ]
        constraints = [
            models.CheckConstraint(
                name="application_filed_has_a_day",
                condition=~Q(state=ApplicationState.FILED) | Q(filed_on__isnull=False),
            )
        ]

    @property
    def is_running(self) -> bool:
        return self.state != ApplicationState.CLOSED

    @property
    def is_unproven(self) -> bool:
        """Whether it counts as filed and nothing shows it."""
        return self.state == ApplicationState.FILED and not self.has_proof

    @property
    def is_refused(self) -> bool:
        """Whether something of it was refused, so that a remedy may be open."""
        return self.state == ApplicationState.DECIDED and self.outcome in (Outcome.REFUSED, Outcome.PARTLY)


class OfApplicationQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(application__person__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        return self.filter(application__person__in=Case.objects.changeable_by(user).values("person_id"))


class ApplicationPaper(TenantModel):
    """A paper that an application needs. Its name is sealed, since it may tell of an illness."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="papers")
    name = EncryptedTextField(_("Unterlage"), max_length=160)
    got_on = models.DateField(_("Da seit"), null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(OfApplicationQuerySet)()

    def audit_subject(self) -> UUID | None:
        return self.application.person_id


class ApplicationStep(TenantModel):
    """An application came to a state on a day, or was asked about in the one it has.

    note           why, what came of it; of an application or objection that was sent, the words that show it
    received_on    day on which the application or objection that was sent came in, where it is known
    is_correction  it went back to this state, because what came after was noted by mistake
    """

    application = models.ForeignKey(Application, models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=ApplicationState.choices)
    on = models.DateField()
    received_on = models.DateField(_("Eingegangen am"), null=True, blank=True)
    note = EncryptedTextField(_("Notiz"))
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    proof_file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    is_correction = models.BooleanField(default=False)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        ordering = ["entered_at"]

    def audit_subject(self) -> UUID | None:
        return self.application.person_id
