"""The counselling log: topics, contacts, who took part."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.cases.models import Case
from wegbuch.core import codes
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField

# The task area of the networking sentence.
NETWORKING = 8


class TopicQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """The whole catalogue: it is about words, not about people."""
        return self.all()

    def offered(self) -> Self:
        return self.filter(is_active=True)


class Topic(TenantModel):
    """A word of the organisation's own catalogue, under one task area."""

    task_area = models.PositiveSmallIntegerField(_("Aufgabe"))
    label = models.CharField(_("Thema"), max_length=60)
    is_active = models.BooleanField(_("wird angeboten"), default=True)

    objects: ClassVar = WalledManager.from_queryset(TopicQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["task_area", "label"]
        constraints = [models.UniqueConstraint(fields=["organisation", "task_area", "label"], name="topic_once")]

    def __str__(self) -> str:
        return self.label


def counselled_areas() -> tuple[int, ...]:
    """Task areas that are counselling of people; the others are work too and stand beside the sums."""
    areas = codes.book().list("task_areas")
    return tuple(int(code) for code in areas.versions if areas.get(code).extra.get("is_counselling", True))


def counted_forms(day: date) -> list[str]:
    """Forms that count as a contact on this day, as the lawbook's list of contact forms says."""
    forms = codes.book().list("contact_forms")
    return [code for code in forms.versions if forms.get(code, day).extra.get("is_counted")]


def spoken(language: str, channel: str) -> str:
    """Dari, Video"""
    words = codes.label("languages", language)
    return words if channel == "none" else f"{words}, {codes.label('interpreter_channels', channel)}"


class ContactQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """Contacts of a visible case, and own contacts (the only way to an anonymous one)."""
        cases = Case.objects.visible_to(user)
        of_anybody = Participation.objects.filter(contact=OuterRef("pk"))
        return self.filter(Q(author=user) & ~Exists(of_anybody) | Exists(of_anybody.filter(case__in=cases)))

    def written_by(self, user: User) -> Self:
        """The user's own, as long as they are visible to her."""
        return self.visible_to(user).filter(author=user)

    def short_networking_of(self, user: User) -> Self:
        """The user's own entries about networking that stand in no file: they may be written out at length."""
        return self.written_by(user).filter(task_area=NETWORKING, participations=None)

    def between(self, first: date, last: date) -> Self:
        return self.filter(held_on__gte=first, held_on__lte=last)

    def counted(self, first: date, last: date) -> Self:
        """Contacts of these days that count, in every area; which forms do is asked for the last day."""
        return self.between(first, last).filter(form__in=counted_forms(last)).order_by()

    def counselling(self, first: date, last: date) -> Self:
        """Counted contacts with people: what every sum of the program means by contacts."""
        return self.counted(first, last).filter(task_area__in=counselled_areas())

    def with_people(self, user: User) -> Self:
        """The newest first, each with `n` participants, and as `seen` those whose files are open to this user."""
        seen = (
            Participation.objects.filter(case__in=Case.objects.visible_to(user))
            .select_related("case__person")
            .order_by("case__number")
        )
        rows = self.order_by("-held_on", "-entered_at").annotate(n=Count("participations"))
        return rows.defer("note").prefetch_related(Prefetch("participations", seen, to_attr="seen"))


class Contact(TenantModel):
    """Beratungskontakt. Several people are one row whose minutes count once.

    An anonymous contact has no participation: it belongs to the team, its note to the author.
    """

    team = models.ForeignKey(Team, models.PROTECT, related_name="+")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    held_on = models.DateField(_("Tag"))
    entered_at = models.DateTimeField()
    task_area = models.PositiveSmallIntegerField(_("Worum ging es?"))
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Thema"))
    form = models.CharField(_("Form"), max_length=24)
    minutes = models.PositiveSmallIntegerField(_("Minuten"))
    language = models.CharField(_("Sprache"), max_length=8)
    channel = models.CharField(_("Dolmetschen"), max_length=16)
    note = EncryptedTextField(_("Notiz"))
    # Made with the empty form: the same form sent twice is one contact.
    entry_key = models.UUIDField(null=True, editable=False)

    objects: ClassVar = WalledManager.from_queryset(ContactQuerySet)()

    class Meta(TenantModel.Meta):
        ordering = ["-held_on", "-entered_at"]
        constraints = [
            models.CheckConstraint(name="contact_minutes", condition=Q(minutes__gte=1, minutes__lte=600)),
            models.UniqueConstraint(fields=["author", "entry_key"], name="contact_of_one_form"),
            models.CheckConstraint(name="contact_task_area", condition=Q(task_area__gte=1, task_area__lte=8)),
        ]
        indexes = [
            # Everything that reports count, so that they read the index alone.
            models.Index(
                fields=["organisation", "held_on", "task_area", "form", "language", "channel", "minutes", "id"],
                name="contact_count",
            ),
            models.Index(fields=["author", "held_on"], name="contact_of_author"),
        ]

    @property
    def spoken(self) -> str:
        """Dari, Video"""
        return spoken(self.language, self.channel)

    @property
    def has_note(self) -> bool:
        """Whether there is a note, without opening it."""
        return self.holds("note")

    def audit_subject(self) -> UUID | None:
        return None

    def looks(self, user: User) -> list[tuple[str, str, UUID | None]]:
        """A look at each participant's log."""
        people: list[UUID | None] = list(self.participations.values_list("case__person_id", flat=True))
        return [("contact", str(self.pk), person) for person in people or [None]]


class Participation(TenantModel):
    """A case took part in a contact."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="participations", db_index=False)
    case = models.ForeignKey(Case, models.PROTECT, related_name="participations")
    held_on = models.DateField()

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["contact", "case"], name="participation_once")]
        indexes = [
            models.Index(fields=["case", "held_on"], name="participation_of_case"),
            models.Index(fields=["contact", "organisation", "case"], name="participation_of_contact"),
        ]

    def audit_subject(self) -> Any:
        return self.case.person_id
