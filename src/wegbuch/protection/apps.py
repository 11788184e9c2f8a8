from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProtectionConfig(AppConfig):
    name = "wegbuch.protection"
    verbose_name = "Besonderer Schutz"

    def ready(self) -> None:
        from wegbuch.cases import readings, sealed_box
        from wegbuch.core import areas

        from . import services

        areas.offer_panel(areas.Panel(90, "case_sealed", "protection:box", "protected.open", _("Besonders geschützt")))
        readings.reasons.append(services.openings)
        sealed_box.note_with(services.note_opening)
