from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffingConfig(AppConfig):
    name = "wegbuch.staffing"
    verbose_name = "Stellen und Schlüssel"

    def ready(self) -> None:
        from wegbuch.core.areas import Area, Panel, offer_panel, open_area

        open_area(Area(55, _("Stellenplan"), "staffing:key", "scale", "staffing.see", prefix=("staffing:",)))
        open_area(Area(20, _("Stellenplan"), "staffing:district", "scale", "staffing.district", prefix=("staffing:",)))
        offer_panel(Panel(5, "team_today", "staffing:load", "staffing.load", _("Personen und Stellen")))
