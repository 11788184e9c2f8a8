"""Places in the side bar for those who look after the files without reading them."""

from django.utils.translation import gettext_lazy as _

from wegbuch.core import areas

from . import readings
from .views import glass


def open_doors() -> None:
    """Called once, when the room starts."""
    areas.open_area(
        areas.Area(
            35,
            _("Zuteilung"),
            "cases:assignments",
            "people",
            "case.without_content",
            prefix=("cases:assignments", "cases:case_team"),
        )
    )
    areas.open_area(
        areas.Area(75, _("Geöffnete Akten"), "cases:glasses", "lock", "glass.see", count=glass.waiting_for_review)
    )
    readings.reasons.append(readings.glasses)
