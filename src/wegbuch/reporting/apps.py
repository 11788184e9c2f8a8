from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "wegbuch.reporting"

    def ready(self) -> None:
        from wegbuch.core.areas import Area, open_area
        from wegbuch.counselling import report_notes

        from . import report_jobs  # noqa: F401
        from .services import texts

        report_notes.plug(texts.are_settled)

        reports = ("reporting:reports", "reporting:report", "reporting:counted")
        months = ("reporting:months", "reporting:month", "reporting:my_gaps", "reporting:settlement", "reporting:heads")
        own = ("reporting:counts", "reporting:contacts", "reporting:people", *reports, *months)
        open_area(Area(50, _("Zahlen"), "reporting:counts", "chart", "count.see", prefix=own))
        open_area(
            Area(
                4,
                _("Abrechnung"),
                "reporting:settlement",
                "scale",
                "settlement.start",
                prefix=("reporting:settlement",),
            )
        )
        district = ("reporting:district", "reporting:settlement", *reports)
        open_area(Area(10, _("Zahlen"), "reporting:district", "chart", "count.district", prefix=district))
