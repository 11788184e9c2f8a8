"""Organisations, teams, staff and the periods of their roles."""

from datetime import date
from functools import cached_property
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.core import clock, tenant
from wegbuch.core.models import AuditedModel, AuditedQuerySet, TenantModel, WalledManager, WalledQuerySet

from ..roles import INVITED_BY_LEAD, WITHOUT_ORGANISATION, Role


def running(on: date, prefix: str = "") -> Q:
    """Periods that have begun and not ended on this day."""
    ends = f"{prefix}ends_on"
    return Q(**{f"{prefix}starts_on__lte": on}) & (Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": on}))


# Asked on every page: building this question costs five times as much as asking it.
RUNNING_MEMBERSHIPS = """
    SELECT access_membership.*, access_team.name AS team_name
    FROM access_membership LEFT JOIN access_team ON access_team.id = team_id
    WHERE user_id = %s AND starts_on <= %s AND (ends_on IS NULL OR ends_on >= %s) ORDER BY starts_on
"""


class District(AuditedModel):
    """Landkreis or kreisfreie Stadt. Stands above the organisations and owns no people."""

    name = models.CharField(_("Name"), max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(AuditedQuerySet):
    def visible_to(self, user: "User") -> Self:
        """All for the administration, the own one for everybody else."""
        return self.all() if Role.ADMINISTRATION in user.roles else self.filter(pk=user.organisation_id)


class Organisation(AuditedModel):
    """Träger: one tenant."""

    name = models.CharField(_("Name"), max_length=120, unique=True)
    short_name = models.CharField(_("Kurzname"), max_length=40)
    case_prefix = models.CharField(_("Kürzel der Fallnummern"), max_length=4, default="WB")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="organisations")

    objects: ClassVar = models.Manager.from_queryset(OrganisationQuerySet)()

    def __str__(self) -> str:
        return self.short_name

    def audit_organisation(self) -> UUID:
        return self.pk


class Team(TenantModel):
    name = models.CharField(_("Name"), max_length=80)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="team_name_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager.from_queryset(AuditedQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AuditedModel, AbstractBaseUser):
    """A member of staff with one account, in one organisation or above them."""

    email = models.EmailField(_("Dienstliche E-Mail-Adresse"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="staff")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="staff")
    is_active = models.BooleanField(default=True)
    has_shortcuts = models.BooleanField(_("Tastenkürzel"), default=True)

    objects: ClassVar = UserManager()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name

    @cached_property
    def organisation_name(self) -> str:
        """The short name of the organisation, "" above them; whoever is signed in was read with it."""
        return self.organisation.short_name if self.organisation else ""

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles held today."""
        return frozenset(Role(membership.role) for membership in self.running_memberships)

    @cached_property
    def running_memberships(self) -> "list[Membership]":
        # Asked before the gate has said for whom: the teams are those of the person's own organisation.
        day = clock.today()
        user = self._meta.pk.get_db_prep_value(self.pk, connection)
        with tenant.acting_for(self.organisation_id):
            return list(Membership.objects.raw(RUNNING_MEMBERSHIPS, [user, day, day]))

    def and_stood_in_for(self) -> models.QuerySet[Any]:
        """Ids of this person and of the colleagues she stands in for today, for a question to the database."""
        absent = Deputyship.objects.running(clock.today()).filter(deputy=self).order_by().values("absent_id")
        return User.objects.filter(Q(pk=self.pk) | Q(pk__in=absent)).order_by().values("pk")

    @property
    def team(self) -> Team | None:
        """The team of the first running membership that has one."""
        return next((membership.team for membership in self.running_memberships if membership.team_id), None)

    @property
    def team_name(self) -> str:
        """The name of that team, which came with the memberships."""
        return next((membership.team_name for membership in self.running_memberships if membership.team_id), "")

    @property
    def initials(self) -> str:
        words = self.name.split() or ["?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django's sign-in touches last_login with update_fields; that is no change of the account.
        if kwargs.get("update_fields") == ["last_login"]:
            models.QuerySet(User).filter(pk=self.pk).update(last_login=self.last_login)
            return
        super().save()


class MembershipQuerySet(AuditedQuerySet):
    def visible_to(self, user: User) -> Self:
        """Roles held in the user's own organisation."""
        return self.filter(user__organisation=user.organisation_id, user__organisation__isnull=False)


class Membership(AuditedModel):
    """A role of a person, from a day to a day.

    team_name  only of `User.running_memberships`
    """

    team_name: str

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="memberships")
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"), null=True, blank=True)

    objects: ClassVar = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return self.get_role_display()

    def audit_organisation(self) -> UUID | None:
        return self.user.organisation_id


class InvitationQuerySet(AuditedQuerySet):
    def open(self) -> Self:
        return self.filter(used_at=None, expires_at__gt=clock.now())

    def visible_to(self, user: User) -> Self:
        """Open ones into the user's own organisation, in roles that a lead gives."""
        own = self.open().filter(organisation=user.organisation_id, organisation__isnull=False)
        return own.filter(role__in=INVITED_BY_LEAD)


class Invitation(AuditedModel):
    """A link shown once, for one address and one role. Only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(_("Dienstliche E-Mail-Adresse"))
    role = models.CharField(_("Rolle"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(District, models.PROTECT, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager.from_queryset(InvitationQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_has_a_place",
                condition=Q(organisation__isnull=False)
                | Q(role__in=sorted(role.value for role in WITHOUT_ORGANISATION)),
            )
        ]

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at


class DeputyshipQuerySet(WalledQuerySet):
    def running(self, on: date) -> Self:
        return self.filter(running(on))

    def visible_to(self, user: User) -> Self:
        """All of the organisation for a lead, one's own absences for everybody else."""
        return self.all() if Role.LEAD in user.roles else self.filter(absent=user)


class Deputyship(TenantModel):
    """One counsellor stands in for another, for a period and a reason."""

    absent = models.ForeignKey(User, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(User, models.PROTECT, related_name="+")
    starts_on = models.DateField(_("von"))
    ends_on = models.DateField(_("bis"))
    reason = models.CharField(_("Anlass"), max_length=80)

    objects: ClassVar = WalledManager.from_queryset(DeputyshipQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["ends_on"]
        constraints = [
            models.CheckConstraint(name="deputyship_ends_after_start", condition=Q(ends_on__gte=models.F("starts_on"))),
            models.CheckConstraint(name="deputy_is_somebody_else", condition=~Q(absent=models.F("deputy"))),
        ]
