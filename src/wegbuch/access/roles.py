"""The roles of this storey."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    WORKER = "worker", _("Sozialarbeiter:in")
    LEAD = "lead", _("Teamleitung")
    COORDINATION = "coordination", _("Koordination Landkreis")
    SETTLEMENT = "settlement", _("Abrechnung")
    HOUSE_MANAGEMENT = "house_management", _("Heimleitung")
    DATA_PROTECTION = "data_protection", _("Datenschutz")
    ADMINISTRATION = "administration", _("Administration")


# Who stands above the organisations and owns no people.
WITHOUT_ORGANISATION = frozenset({Role.COORDINATION, Role.ADMINISTRATION})
# Whom a lead may invite into the own organisation: nobody who looks at what she did herself.
INVITED_BY_LEAD = (Role.WORKER, Role.LEAD, Role.SETTLEMENT, Role.HOUSE_MANAGEMENT)
