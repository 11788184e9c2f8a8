"""Places in the side bar that accounts, staff and logs offer."""

from django.utils.translation import gettext_lazy as _

from wegbuch.core.areas import Area, open_area


def open_doors() -> None:
    """Called once, when the room starts."""
    staff = ("access:staff", "access:invite")
    open_area(Area(60, _("Team und Zugang"), "access:staff", "second", "staff.see", prefix=staff))
    open_area(Area(70, _("Protokoll"), "access:log", "shield", "log.see"))
    open_area(Area(80, _("Organisationen"), "access:organisations", "house", "organisation.create"))
