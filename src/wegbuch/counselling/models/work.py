"""Work of the day that stands in no file: group offers and networking.

What is counted where, so that no minute counts twice: a contact is a talk with people; a short entry under task 8 is
networking too short to be written out, and goes when it is written out as a `NetworkEntry`; a contact of the form
group says in a file that its person took part, and counts nowhere: the group is counted by its `GroupOffer`.
"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.cases.models import Facility, Office
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

from .contacts import spoken
from .follow_ups import FollowUp

MOST_PEOPLE = 500


class WorkQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """The entries of one's team, of the whole organisation for its lead; their notes are not meant."""
        return self.all() if Role.LEAD in user.roles else self.of_team(user)

    def of_team(self, user: User) -> Self:
        """Entries that this user may read with their notes: her own and those of her team."""
        return self.filter(Q(author=user) | Q(team=user.team)) if user.team else self.written_by(user)

    def written_by(self, user: User) -> Self:
        return self.filter(author=user)

    def counted(self, first: date, last: date) -> Self:
        """The entries of these days, ready for sums."""
        return self.filter(held_on__gte=first, held_on__lte=last).order_by()


class WorkEntry(TenantModel):
    """What every such entry says. Its note is for the team, and not for the lead."""

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_on = models.DateField(_("Tag"))
    entered_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("Minuten"))
    note = EncryptedTextField(_("Notiz"))
    # Made with the empty form: the same form sent twice is one entry.
    entry_key = models.UUIDField(null=True, editable=False)

    objects: ClassVar = WalledManager.from_queryset(WorkQuerySet)()

    class Meta(TenantModel.Meta):
        abstract = True
        ordering = ["-held_on", "-entered_at"]
        constraints = [
            models.CheckConstraint(name="%(class)s_minutes", condition=Q(minutes__gte=1, minutes__lte=600)),
            models.UniqueConstraint(fields=["author", "entry_key"], name="%(class)s_of_one_form"),
        ]
        indexes = [
            models.Index(fields=["organisation", "held_on"], name="%(class)s_count"),
            models.Index(fields=["author", "held_on"], name="%(class)s_of_author"),
        ]


class GroupOffer(WorkEntry):
    """Gruppenangebot: who came stands here as numbers only; nobody keeps a list of those present.

    children    those under 18 among the women, men and diverse ones
    colleagues  how many held it together with the author
    """

    theme = models.CharField(_("Thema"), max_length=60)
    kind = models.CharField(_("Art"), max_length=24)
    task_area = models.PositiveSmallIntegerField(_("Aufgabe"))
    facility = models.ForeignKey(
        Facility, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Einrichtung")
    )
    place = models.CharField(_("Anderer Ort"), max_length=80, blank=True)
    language = models.CharField(_("Sprache"), max_length=8)
    channel = models.CharField(_("Dolmetschen"), max_length=16)
    women = models.PositiveSmallIntegerField(_("Frauen und Mädchen"), default=0)
    men = models.PositiveSmallIntegerField(_("Männer und Jungen"), default=0)
    diverse = models.PositiveSmallIntegerField(_("divers oder unbekannt"), default=0)
    children = models.PositiveSmallIntegerField(_("davon unter 18"), default=0)
    colleagues = models.PositiveSmallIntegerField(_("Kolleg:innen"), default=0)
    volunteers = models.PositiveSmallIntegerField(_("Ehrenamtliche"), default=0)

    class Meta(WorkEntry.Meta):
        abstract = False
        constraints = [
            *WorkEntry.Meta.constraints,
            models.CheckConstraint(name="groupoffer_task_area", condition=Q(task_area__gte=1, task_area__lte=7)),
            models.CheckConstraint(
                name="groupoffer_people",
                condition=Q(
                    women__lte=MOST_PEOPLE, men__lte=MOST_PEOPLE, diverse__lte=MOST_PEOPLE, volunteers__lte=MOST_PEOPLE
                ),
            ),
            models.CheckConstraint(
                name="groupoffer_children", condition=Q(children__lte=F("women") + F("men") + F("diverse"))
            ),
        ]

    @property
    def participants(self) -> int:
        return self.women + self.men + self.diverse

    @property
    def where(self) -> str:
        return str(self.facility or self.place)

    @property
    def spoken(self) -> str:
        """Dari, Video"""
        return spoken(self.language, self.channel)


class NetworkEntry(WorkEntry):
    """Netzwerk: work with other services, of task 8, and what came of it. Its minutes are its own.

    organisations  how many other ones took part
    follow_up      the author's, without a file
    """

    kind = models.CharField(_("Art"), max_length=24)
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Stelle")
    )
    partner = models.CharField(_("Mit wem?"), max_length=120, blank=True)
    topic = models.CharField(_("Thema"), max_length=80)
    result = models.CharField(_("Ergebnis"), max_length=24)
    agreed = EncryptedTextField(_("Vereinbart"))
    next_step = EncryptedTextField(_("Nächster Schritt"))
    follow_up = models.ForeignKey(FollowUp, models.PROTECT, null=True, blank=True, related_name="+")
    organisations = models.PositiveSmallIntegerField(_("Andere Organisationen"), default=0)

    class Meta(WorkEntry.Meta):
        abstract = False
        constraints = [
            *WorkEntry.Meta.constraints,
            models.CheckConstraint(name="networkentry_people", condition=Q(organisations__lte=MOST_PEOPLE)),
        ]

    @property
    def with_whom(self) -> str:
        return str(self.office or self.partner)
