"""Possible doubles are looked for in the background."""

from django.utils.translation import gettext_lazy as _

from wegbuch.jobs.kinds import job
from wegbuch.jobs.work import Work

from .services import twins

FIND = "doubles.find"


@job(FIND, title=_("Doppelte suchen"), action="double.find", leads_to="cases:doubles_find", is_shared=True)
def find(work: Work) -> None:
    twins.find_doubles(pace=work)
