from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "wegbuch.reporting"

    def ready(self) -> None:
        from wegbuch.core.areas import Area, open_area

        own = ("reporting:counts", "reporting:contacts", "reporting:people")
        open_area(Area(50, _("Zahlen"), "reporting:counts", "chart", "count.see", prefix=own))
        open_area(
            Area(10, _("Zahlen"), "reporting:district", "chart", "count.district", prefix=("reporting:district",))
        )
