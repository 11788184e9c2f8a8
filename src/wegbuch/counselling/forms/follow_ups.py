"""Forms of follow-ups and of the catalogue of topics."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm


class MoveForm(WegbuchForm):
    due_on = TypedDateField(
        label=_("Auf welchen Tag?"), is_future_only=True, help_text=_("zum Beispiel 5.12. oder in 1 Woche")
    )


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
