"""Looks at several files on one page: those of others are noted, the own ones are the daily board."""

from collections.abc import Iterable
from typing import Any

from wegbuch.access.gate import StaffRequest, log_looks
from wegbuch.cases.models import Case


def note_foreign(request: StaffRequest, rows: Iterable[tuple[Case, Any]], action: str) -> None:
    """Write down the look at rows whose file lies outside the user's own case teams, each once.

    rows  the file, and what is shown of it
    """
    own = set(Case.objects.of_team_member(request.user).values_list("pk", flat=True))
    if foreign := list({row.pk: row for case, row in rows if case.pk not in own}.values()):
        log_looks(foreign, request.user, action)
