"""Postbuch: what came into a house or an office, for whom, and when it was handed out."""

from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.access.models.people import running
from wegbuch.cases.models import Case, Facility, HousingPeriod, Person, StoredFile
from wegbuch.core import clock
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField


class HouseKeeper(TenantModel):
    """Somebody of the house management keeps the post log of a house."""

    facility = models.ForeignKey(Facility, models.CASCADE, related_name="keepers")
    user = models.ForeignKey(User, models.CASCADE, related_name="kept_houses")

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["facility", "user"], name="house_keeper_once")]


class PostItemQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Post of people whose file this user may open, and of her team where nobody knows yet whose it is."""
        hers = Q(person__in=Case.objects.visible_to(user).values("person_id"))
        return self.filter(hers | self._nobodys(user))

    def changeable_by(self, user: User) -> Self:
        """The same without files opened with a reason: those are read, not changed."""
        hers = Q(person__in=Case.objects.changeable_by(user).values("person_id"))
        return self.filter(hers | self._nobodys(user))

    def of_keeper(self, user: User) -> Self:
        """Post of the houses whose log this user keeps; nothing of people who hide or whose address is secret."""
        mine = HouseKeeper.objects.filter(user=user).values("facility_id")
        secret = HousingPeriod.objects.on(clock.today()).filter(is_hidden=True).values("person_id")
        shown = Q(person__is_hidden=False) & ~Q(person__in=secret)
        return self.filter(Q(person=None) | shown, facility__in=mine)

    def changeable_by_keeper(self, user: User) -> Self:
        """What nobody has read as a letter yet: from then on its days belong to the case team."""
        return self.of_keeper(user).filter(letter=None)

    def _nobodys(self, user: User) -> Q:
        teams = user.memberships.filter(running(clock.today()), team__isnull=False).values("team_id")
        return Q(person=None, team__in=teams)

    def of_files_changed_by(self, user: User) -> Self:
        """Post of people whose file this user may change: she may read it as a letter."""
        return self.filter(person__in=Case.objects.changeable_by(user).values("person_id"))


class PostItem(TenantModel):
    """A letter as a thing: sender, way, days. Codes: lawbook post_senders, post_channels.

    number      running number of the year, as it stands in the post log: 2026-0184
    posted_on   postmark; for portals the day of the notice
    served_on   day on the yellow envelope, on the slip or of handing over
    arrived_on  day the house or the reception centre had it
    handed_on   day the person had it in her hands
    """

    number = models.CharField(_("Postbuch Nr."), max_length=12, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="post")
    recipient = EncryptedTextField(_("Name auf dem Umschlag"), max_length=120)
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, blank=True, related_name="post")
    team = models.ForeignKey(Team, models.PROTECT, null=True, blank=True, related_name="+")
    sender = models.CharField(_("Absender"), max_length=24)
    channel = models.CharField(_("Wie kam der Brief?"), max_length=24)
    posted_on = models.DateField(_("Aufgegeben am"), null=True, blank=True)
    served_on = models.DateField(_("Zugestellt am"), null=True, blank=True)
    arrived_on = models.DateField(_("Im Haus angekommen am"), null=True, blank=True)
    handed_on = models.DateField(_("Ausgehändigt am"), null=True, blank=True)
    received_on = models.DateField(_("Nachweislich später angekommen am"), null=True, blank=True)
    returned_on = models.DateField(_("Zurückgegangen am"), null=True, blank=True)
    handed_to = EncryptedTextField(_("Ausgehändigt an"), max_length=120)
    needs_reading = models.BooleanField(_("kann eine Frist enthalten"), default=True)
    entered_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entry_key = models.UUIDField(null=True, editable=False)

    objects: ClassVar = WalledManager.from_queryset(PostItemQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-entered_at"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="post_number_once"),
            models.UniqueConstraint(fields=["entered_by", "entry_key"], name="post_of_one_form"),
        ]
        indexes = [
            models.Index(fields=["person", "entered_at"], name="post_of_person"),
            models.Index(fields=["facility", "entered_at"], name="post_of_house"),
        ]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def words_for(cls, column: str) -> Any:
        """What a column is called, not yet translated."""
        field: Any = cls._meta.get_field(column)
        return field.verbose_name

    def events(self) -> dict[str, Any]:
        """The days of this item under the names the deadline rules use; only those its way makes count."""
        if self.channel in ("yellow", "registered_slip", "handed"):
            # Without the day of delivery a postmark would move the start to a day that may be too late.
            known = {"served_on": self.served_on, "posted_on": self.posted_on if self.served_on else None}
            known["handed_to_person_on"] = self.handed_on
        elif self.channel == "reception_centre":
            known = {"handed_to_reception_centre_on": self.arrived_on, "handed_to_person_on": self.handed_on}
        elif self.channel == "portal":
            known = {"sent_electronically_on": self.posted_on, "retrieved_on": self.handed_on}
        elif self.channel == "returned":
            known = {"posted_on": self.posted_on, "returned_undeliverable_on": self.returned_on}
        else:
            known = {"posted_on": self.posted_on, "received_on": self.received_on}
            known["handed_to_person_on"] = self.handed_on
        return {name: day for name, day in known.items() if day}

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("post", str(self.pk), self.person_id)] if self.person_id else []


class PostFileKind(models.TextChoices):
    ENVELOPE = "envelope", _("Umschlag")
    LETTER = "letter", _("Brief")


class PostFileQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        return self.filter(item__in=PostItem.objects.visible_to(user).values("pk"))

    def of_keeper(self, user: User) -> Self:
        """Envelopes of the post a house keeper sees; never what was inside."""
        return self.filter(kind=PostFileKind.ENVELOPE, item__in=PostItem.objects.of_keeper(user).values("pk"))


class PostFile(TenantModel):
    """A photo or scan of an envelope or a letter."""

    item = models.ForeignKey(PostItem, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=PostFileKind.choices, default=PostFileKind.LETTER)

    objects: ClassVar = WalledManager.from_queryset(PostFileQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["kind", "pk"]
        constraints = [models.UniqueConstraint(fields=["file"], name="post_file_once")]

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        return [("file", str(self.file_id), self.item.person_id)] if self.item.person_id else []

    def audit_subject(self) -> UUID | None:
        return self.item.person_id
