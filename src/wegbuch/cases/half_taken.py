"""A list that is half in has its lines in the old form: the program that began it ends it, too."""

from collections.abc import Sequence
from typing import Any

from django.apps.registry import Apps
from django.core.management import CommandError
from django.db.migrations import Migration
from django.db.models import QuerySet

STEP = ("cases", "0007_list_portions")
HALF_TAKEN = (
    "Eine Liste ist erst zum Teil übernommen. Bitte starten Sie noch einmal die vorige Fassung, übernehmen Sie dort "
    "den Rest der Liste oder verwerfen Sie sie, und rufen Sie dann ./wegbuch migrate auf. Geändert ist noch nichts."
)


def refuse_half_taken(*, apps: Apps, plan: Sequence[tuple[Migration, bool]], using: str, **kwargs: Any) -> None:
    """Receiver of `pre_migrate`: nothing has changed yet, so that the program before still runs.

    raises  CommandError with a German sentence while somebody's list would be forgotten half-way
    """
    steps = [(step.app_label, step.name) for step, is_backwards in plan if not is_backwards]
    if STEP not in steps or ("cases", "0001_initial") in steps:
        return
    runs: QuerySet[Any] = QuerySet(apps.get_model("cases", "ImportRun"), using=using)
    if any(mapping.get("begun") for mapping in runs.filter(state="checked").values_list("mapping", flat=True)):
        raise CommandError(HALF_TAKEN)
