"""The change from one benefit scheme to another, watched so that no month stays without money, rent and health care."""

from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from wegbuch.core.models import WalledManager
from wegbuch.core.sealed import EncryptedTextField

from .of_person import OfPerson, OfPersonQuerySet


class SchemeChangeQuerySet(OfPersonQuerySet):
    def running(self) -> Self:
        return self.filter(closed_on=None)


class SchemeChange(OfPerson):
    """Somebody leaves one scheme for another. Codes: lawbook benefit_schemes.

    right_since     first day on which the new scheme is the right one
    old_paid_until  last day the old scheme pays for; None while it is not known
    """

    old_scheme = models.CharField(_("Bisher"), max_length=32)
    new_scheme = models.CharField(_("Neu"), max_length=32)
    right_since = models.DateField(_("Anspruch auf die neue Leistung ab"))
    old_paid_until = models.DateField(_("Bisherige Leistung zahlt bis"), null=True, blank=True)
    applied_on = models.DateField(_("Antrag gestellt am"), null=True, blank=True)
    first_payment_on = models.DateField(_("Erste Zahlung am"), null=True, blank=True)
    rent_paid_until = models.DateField(_("Miete gezahlt bis"), null=True, blank=True)
    rent_from = models.DateField(_("Neue Stelle zahlt Miete ab"), null=True, blank=True)
    insured_until = models.DateField(_("Krankenbehandlung gesichert bis"), null=True, blank=True)
    insured_from = models.DateField(_("Krankenkasse ab"), null=True, blank=True)
    note = EncryptedTextField(_("Notiz"))
    closed_on = models.DateField(_("Abgeschlossen am"), null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.from_queryset(SchemeChangeQuerySet)()

    class Meta(OfPerson.Meta):
        ordering = [models.F("closed_on").desc(nulls_first=True), "-right_since"]
        indexes = [models.Index(fields=["person", "closed_on"], name="scheme_change_of_person")]
