from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitlementsConfig(AppConfig):
    name = "wegbuch.entitlements"
    verbose_name = "Rechte und Türen"

    def ready(self) -> None:
        _open_areas()
        _offer_panels()


def _open_areas() -> None:
    from wegbuch.core.areas import Area, open_area

    open_area(
        Area(40, _("Rechte & Türen"), "entitlements:home", "door", "entitlement.read", "4", ("entitlements:",)),
    )


def _offer_panels() -> None:
    """Panels of this room on pages of others."""
