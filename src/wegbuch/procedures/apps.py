from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class ProceduresConfig(AppConfig):
    name = "wegbuch.procedures"

    def ready(self) -> None:
        from wegbuch.cases import due, fact_sources, next_steps
        from wegbuch.core.areas import notices

        from . import law_facts, recheck_jobs  # noqa: F401
        from .due import of_people
        from .lists import lies_ahead
        from .notices import reminders

        notices.append(reminders)
        next_steps.plug(lies_ahead)
        due.plug(of_people)
        fact_sources.plug(law_facts.known)
        _open_areas()
        _offer_panels()


def _open_areas() -> None:
    from wegbuch.core.areas import Area, open_area

    for area in (
        Area(
            30,
            _("Post & Fristen"),
            "procedures:deadlines",
            "envelope",
            "deadline.read",
            "3",
            ("procedures:",),
            _waiting_count,
        ),
        Area(10, _("Post des Hauses"), "procedures:house_post", "envelope", "post.house", "1", ("procedures:house",)),
        Area(
            40,
            _("Fristen ohne Inhalt"),
            "procedures:team_deadlines",
            "flag",
            "deadline.without_content",
            prefix=("procedures:team_deadline",),
        ),
        Area(52, _("Häuser"), "procedures:keepers", "house", "post.keepers"),
    ):
        open_area(area)


def _offer_panels() -> None:
    from wegbuch.core.areas import Panel, offer_panel

    for panel in (
        Panel(1, "today", "procedures:deadlines_today", "deadline.read", _("Fristen")),
        Panel(2, "today", "procedures:post_today", "post.log", _("Post")),
        Panel(1, "case", "procedures:deadlines_of_case", "deadline.read", _("Fristen")),
        Panel(2, "case", "procedures:proceedings_of_case", "proceeding.read", _("Verfahren")),
    ):
        offer_panel(panel)


def _waiting_count(request: HttpRequest) -> int:
    """Checks this user is asked for, and own deadlines that wait for theirs."""
    from . import deadline_page

    return deadline_page.waiting_count(request.user)  # type: ignore[arg-type]
