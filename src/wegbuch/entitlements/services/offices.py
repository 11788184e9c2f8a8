"""The directory of places: entered and changed by everybody who counsels."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Office
from wegbuch.core import clock


def keep(office: Office, *, version: int | None = None) -> Office:
    """Save a new or changed place.

    version  of the row as the writer saw it, None for a new one
    raises   SavedMeanwhile; NotPossible where another place has the same name
    """
    if version is not None:
        office.version = version
    try:
        with transaction.atomic():
            office.save()
    except IntegrityError:
        text = _("Diesen Namen gibt es schon. Ergänzen Sie zum Beispiel den Ort.")
        raise NotPossible(text) from None
    return office


def look_again(office: Office, *, on: date | None = None) -> Office:
    """Somebody has checked that everything about a place is still right."""
    office.checked_on = on or clock.today()
    office.save()
    return office
