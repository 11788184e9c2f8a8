"""Posts, who holds them, and what arrivals were announced. Nothing here knows the people who are counselled."""

from datetime import date
from decimal import Decimal
from typing import ClassVar, Self
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import District, Organisation, User
from wegbuch.core.models import AuditedModel, AuditedQuerySet, TenantModel, WalledManager, WalledQuerySet

SMALLEST, FULL = Decimal("0.05"), Decimal("1.00")


class SpanQuerySet(WalledQuerySet):
    def on(self, day: date) -> Self:
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day), starts_on__lte=day)

    def visible_to(self, user: User) -> Self:
        """All of the own organisation; the policy says who may ask."""
        return self.all()


class Span(TenantModel):
    """A share of a full post from a day to a day, both included."""

    share = models.DecimalField(
        _("Anteil"),
        max_digits=3,
        decimal_places=2,
        validators=[MinValueValidator(SMALLEST), MaxValueValidator(FULL)],
    )
    starts_on = models.DateField(_("ab"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    objects: ClassVar = WalledManager.from_queryset(SpanQuerySet)()

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_share_within_a_full_post", condition=Q(share__gte=SMALLEST, share__lte=FULL)
            ),
            models.CheckConstraint(
                name="%(class)s_ends_after_start", condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))
            ),
        ]


class Post(Span):
    """A post or a part of one. Codes of the form: lawbook case_forms. What nobody holds is vacant."""

    label = models.CharField(_("Bezeichnung"), max_length=60)
    form = models.CharField(_("Form"), max_length=32)
    funding = models.CharField(_("Finanziert durch"), max_length=120, blank=True)

    class Meta(Span.Meta):
        ordering = ["label"]

    def __str__(self) -> str:
        return self.label


class Qualification(models.TextChoices):
    RECOGNISED = "recognised", _("staatlich anerkannt")
    IN_TRAINING = "in_training", _("mit Qualifizierungsplan")


class Holding(Span):
    """Somebody holds a share of a post."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    qualification = models.CharField(_("Qualifikation"), max_length=12, choices=Qualification.choices)


class Direction(models.TextChoices):
    ARRIVAL = "arrival", _("kommen")
    DEPARTURE = "departure", _("gehen")


class AnnouncementQuerySet(AuditedQuerySet):
    def current(self) -> Self:
        """What holds now: nothing that was corrected."""
        return self.filter(corrected_by=None)

    def visible_to(self, user: User) -> Self:
        """Those of the own organisation; those of the district for who stands above the organisations."""
        if user.organisation_id:
            return self.filter(organisation=user.organisation_id)
        return self.filter(district=user.district_id, district__isnull=False)

    def correctable_by(self, user: User) -> Self:
        return self.visible_to(user).current()


class Announcement(AuditedModel):
    """People announced for a month, or expected to leave in it. A correction is a new row, so the old one stays.

    district, organisation  whose number it is: of all together, or of one organisation
    month                   its first day
    children                how many of them are minors
    """

    district = models.ForeignKey(District, models.PROTECT, null=True, related_name="+", editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+", editable=False)
    month = models.DateField(_("Monat"))
    direction = models.CharField(_("Wer"), max_length=9, choices=Direction.choices, default=Direction.ARRIVAL)
    number = models.PositiveSmallIntegerField(_("Zahl"))
    children = models.PositiveSmallIntegerField(_("davon Kinder"), default=0)
    source = models.CharField(_("Woher"), max_length=120)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+", editable=False)
    entered_at = models.DateTimeField(editable=False)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="corrected_by", editable=False, verbose_name=_("berichtigt")
    )

    objects: ClassVar = models.Manager.from_queryset(AnnouncementQuerySet)()

    class Meta:
        ordering = ["month", "entered_at"]
        constraints = [
            models.CheckConstraint(
                name="announcement_has_one_owner", condition=Q(district=None) ^ Q(organisation=None)
            ),
            models.CheckConstraint(name="announced_children_are_among_them", condition=Q(children__lte=F("number"))),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"

    def audit_organisation(self) -> UUID | None:
        """The chain of the organisation; rows of the district stand in the common one."""
        return self.organisation_id
