"""Forms of follow-ups and of the catalogue of topics."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm

COMES_BACK = (("tomorrow", _("morgen")), ("week", _("in 1 Woche")), ("date", _("Datum …")))
LATER = {"tomorrow": timedelta(days=1), "week": timedelta(weeks=1)}


def comes_back_on(chip: str, typed_day: Any) -> Any:
    """The day a chip means; else the one typed, None if there is none."""
    return clock.today() + LATER[chip] if chip in LATER else typed_day


class MoveForm(WegbuchForm):
    moved_to = ChoiceChips(label=_("Auf welchen Tag?"), choices=COMES_BACK, reveal=("date", "due_on"))
    due_on = TypedDateField(
        label=_("Wann?"), is_future_only=True, required=False, help_text=_("zum Beispiel 5.12. oder morgen")
    )

    def day(self) -> date:
        return comes_back_on(self.cleaned_data["moved_to"], self.cleaned_data["due_on"])


class FollowUpForm(WegbuchForm):
    due_on = TypedDateField(label=_("Wann?"), is_future_only=True, help_text=_("zum Beispiel 5.12. oder in 1 Woche"))
    text = forms.CharField(label=_("Worum geht es?"), max_length=200, required=False)


class TopicForm(WegbuchForm):
    task_area = ChoiceChips(label=_("Aufgabe"), is_tasks=True, coerce=int)
    label = forms.CharField(label=_("Thema"), max_length=60, help_text=_("kurz, zum Beispiel: Schulplatz"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("task_area", [(area.code, f"{area.code} {area.label}") for area in codes.entries("task_areas")])


class RenameForm(WegbuchForm):
    label = forms.CharField(label=_("Neues Wort"), max_length=60, help_text=_("gilt auch für frühere Einträge"))
