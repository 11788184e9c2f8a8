from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class CounsellingConfig(AppConfig):
    name = "wegbuch.counselling"

    def ready(self) -> None:
        from wegbuch.access import waiting
        from wegbuch.cases import next_steps
        from wegbuch.core.areas import Area, Panel, offer_panel, open_area

        from . import today
        from .models import Contact, Participation

        waiting.never_ask(Contact, Participation)
        next_steps.plug(today.lies_ahead)
        open_area(
            Area(10, _("Heute"), "counselling:today", "board", "today.see", "1", ("counselling:today",), _due_count)
        )
        open_area(Area(10, _("Team heute"), "counselling:team_today", "board", "team.load", "1"))
        work = ("counselling:group_offer", "counselling:network_entr", "counselling:report_note")
        open_area(Area(55, _("Gruppen & Netz"), "counselling:group_offers", "network", "work.see", prefix=work))
        open_area(Area(60, _("Themen"), "counselling:topics", "talk", "topic.change", prefix=("counselling:topic",)))
        offer_panel(Panel(5, "case", "counselling:follow_ups_of_case", "follow_up.change", _("Wiedervorlagen")))
        offer_panel(Panel(10, "case", "counselling:contacts_of_case", "contact.read", _("Kontakte")))


def _due_count(request: HttpRequest) -> int:
    """Follow-ups of today and before."""
    from wegbuch.core import clock

    from . import today

    return today.due(today.follow_ups(request.user), clock.today()).count()  # type: ignore[arg-type]
