"""Deadlines of many files take their new days in the background."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wegbuch.jobs.kinds import job
from wegbuch.jobs.work import Work

from .models import RecheckOrder

TAKE_ALL = "deadline.take_all"
# Deadlines from which on nobody waits for it.
LONG = 100


@job(
    TAKE_ALL,
    title=_("Neu gerechnete Fristen übernehmen"),
    action="deadline.take_all",
    on=RecheckOrder,
    leads_to="procedures:recheck",
    is_of_row=False,
    asked_at="procedures:recheck_all",
)
def take_all(work: Work, order: RecheckOrder) -> str:
    from .services import recheck_all

    taken = recheck_all.take_over_all(work.job.owner, shown=order.shown, pace=work)
    return said_of_changed(taken.changed) if taken.changed else ""


def said_of_changed(count: int) -> str:
    """Of what is not as it was shown: it stays, and waits for somebody to look."""
    said = ngettext(
        "Eine Frist hat sich inzwischen geändert. Sie bleibt, wie sie ist. Bitte ansehen.",
        "%(count)s Fristen haben sich inzwischen geändert. Sie bleiben, wie sie sind. Bitte ansehen.",
        count,
    )
    return said % {"count": count}
