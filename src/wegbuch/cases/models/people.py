"""A person, with the names others know her by."""

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.models import TenantModel, WalledManager, WalledQuerySet
from wegbuch.core.sealed import EncryptedTextField


class InterpreterWish(models.TextChoices):
    UNKNOWN = "unknown", _("noch nicht gefragt")
    NONE = "none", _("nicht nötig")
    ANY = "any", _("ja, gleich wer")
    WOMAN = "woman", _("ja, eine Frau")
    MAN = "man", _("ja, ein Mann")


class PersonQuerySet(WalledQuerySet):
    def visible_to(self, user: User) -> Self:
        """People with at least one case that this user may open."""
        from .cases import Case

        return self.filter(pk__in=Case.objects.visible_to(user).values("person_id"))

    def changeable_by(self, user: User) -> Self:
        """People with at least one case that this user may change."""
        from .cases import Case

        return self.filter(pk__in=Case.objects.changeable_by(user).values("person_id"))

    def present(self) -> Self:
        """People whose record was not merged into another."""
        return self.filter(merged_into=None)


def full_years(born: date | None, year: int | None, day: date) -> int | None:
    """Age on a day; of somebody with a year only, the years at the end of that year."""
    if born:
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return day.year - year if year else None


def called(given_name: str, surname: str) -> str:
    """Given name and surname as in the papers; one alone where the other is missing."""
    return f"{given_name} {surname}" if given_name and surname else given_name or surname


def initials_of(given_name: str, surname: str) -> str:
    return (given_name[:1] + surname[:1]).upper()


class Called:
    """Whoever has a name and perhaps a birth: a person, or what was read of one."""

    pk: Any
    given_name: Any
    surname: Any
    spoken_name: Any
    native_name: Any
    birth_date: Any
    birth_year: Any

    @property
    def display_name(self) -> str:
        return called(self.given_name, self.surname)

    @property
    def initials(self) -> str:
        return initials_of(self.given_name, self.surname)

    @property
    def known_birth_year(self) -> int | None:
        return self.birth_date.year if self.birth_date else self.birth_year

    def age_on(self, day: date) -> int | None:
        return full_years(self.birth_date, self.birth_year, day)


class Person(Called, TenantModel):
    """An admitted person. One person is one record in one organisation."""

    surname = models.CharField(_("Nachname"), max_length=200, blank=True)
    given_name = models.CharField(_("Vorname"), max_length=200, blank=True)
    spoken_name = models.CharField(_("Rufname, wie gesprochen"), max_length=200, blank=True)
    native_name = models.CharField(_("Name in eigener Schrift"), max_length=200, blank=True)
    native_language = models.CharField(max_length=8, blank=True)
    birth_date = models.DateField(_("Geburtsdatum"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("Geburtsjahr"), null=True, blank=True)
    sex = models.CharField(_("Geschlecht"), max_length=1, default="u")
    entered_on = models.DateField(_("Einreise"), null=True, blank=True)
    literacy = models.CharField(_("Lesen und Schreiben"), max_length=24, default="unknown")
    interpreter_wish = models.CharField(
        _("Dolmetschen"), max_length=8, choices=InterpreterWish.choices, default=InterpreterWish.UNKNOWN
    )
    interpreter_note = EncryptedTextField(_("Wunsch zum Dolmetschen"))
    contact_rule = EncryptedTextField(_("So sicher erreichen"))
    never_contact_rule = EncryptedTextField(_("Nie so"))
    is_hidden = models.BooleanField(_("vor anderen Teams verborgen"), default=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False
    )

    objects: ClassVar = WalledManager.from_queryset(PersonQuerySet)()

    class Meta(TenantModel.Meta):
        constraints = [
            models.CheckConstraint(name="person_has_a_name", condition=~(Q(surname="") & Q(given_name=""))),
        ]
        indexes = [
            models.Index(fields=["organisation", "birth_date"], name="person_birth_date"),
            models.Index(fields=["organisation", "surname", "given_name"], name="person_name"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def audit_subject(self) -> UUID:
        return self.pk


class Spelling(TenantModel):
    """Another way this person's name is written or said."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spellings")
    text = models.CharField(_("Andere Schreibweise"), max_length=200)
    is_former = models.BooleanField(_("früherer Name"), default=False)

    class Meta(TenantModel.Meta):
        constraints = [models.UniqueConstraint(fields=["person", "text"], name="spelling_once")]
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text
