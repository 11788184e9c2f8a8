from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitlementsConfig(AppConfig):
    name = "wegbuch.entitlements"
    verbose_name = "Rechte und Türen"

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from .services.books import keep_present

        post_migrate.connect(keep_present, sender=self)
        _plan_ahead()
        _open_the_box()
        _open_areas()
        _offer_panels()


def _plan_ahead() -> None:
    from wegbuch.cases import next_steps

    from . import scheme_page
    from .applications_page import lies_ahead

    next_steps.plug(lies_ahead)
    next_steps.plug(scheme_page.lies_ahead)


def _open_the_box() -> None:
    """What pieces of this room add to the opened page."""
    from . import arrival_sealed, sealed_page

    sealed_page.parts.append(arrival_sealed.part)


def _open_areas() -> None:
    from wegbuch.core.areas import Area, open_area

    mine = Area(40, _("Rechte & Türen"), "entitlements:home", "door", "entitlement.read", "4", ("entitlements:",))
    # Who counsels finds the offices behind the doors; a lead has no other way to them.
    lead = Area(60, _("Stellen"), "entitlements:offices", "house", "case.without_content", prefix=("entitlements:off",))
    open_area(mine)
    open_area(lead)


def _offer_panels() -> None:
    """Panels of this room on pages of others."""
    from wegbuch.core.areas import Panel, offer_panel

    offer_panel(Panel(2, "case", "entitlements:arrival", "entitlement.read", _("Ankommen")))
    offer_panel(Panel(3, "case", "entitlements:of_case", "entitlement.read", _("Rechte & Türen")))
    offer_panel(Panel(4, "today", "entitlements:applications_today", "application.read", _("Anträge")))
    offer_panel(Panel(4, "case", "entitlements:applications_of_case", "application.read", _("Anträge")))
    offer_panel(Panel(3, "today", "entitlements:gaps", "entitlement.read", _("Wechsel der Leistung")))
    offer_panel(Panel(5, "case", "entitlements:scheme_changes", "entitlement.read", _("Wechsel der Leistung")))
