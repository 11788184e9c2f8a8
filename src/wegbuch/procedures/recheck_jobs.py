"""Deadlines of many files take their new days in the background."""

from django.utils.translation import gettext_lazy as _

from wegbuch.jobs.kinds import job
from wegbuch.jobs.work import Work

TAKE_ALL = "deadline.take_all"
# Deadlines from which on nobody waits for it.
LONG = 100


@job(TAKE_ALL, title=_("Neu gerechnete Fristen übernehmen"), action="deadline.take_all", leads_to="procedures:recheck")
def take_all(work: Work) -> None:
    from .services import recheck_all

    recheck_all.take_over_all(work.job.owner, pace=work)
