"""Who answers for a case, and which cases a lead looks at."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

NOBODY = "ohne"


class CaseTeamForm(WegbuchForm):
    users = forms.MultipleChoiceField(
        label=_("Fallteam"),
        widget=CheckList,
        required=False,
        help_text=_("Diese Personen lesen und schreiben in der Akte. Eine Vertretung braucht keinen Haken."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, workers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = {str(user.pk): user for user in workers}
        self.offer("users", [(pk, _label(user)) for pk, user in self.workers.items()])

    def chosen(self) -> list[User]:
        return [self.workers[pk] for pk in self.cleaned_data["users"]]

    def seen_team(self) -> set[UUID]:
        """Who was in the team when the page was made; nobody, if that is not said."""
        return {self.workers[pk].pk for pk in self.cleaned_data["seen"].split() if pk in self.workers}


class AssignmentFilterForm(WegbuchForm):
    marks_optional = False
    wer = forms.ChoiceField(label=_("Zeigen"), required=False)

    def __init__(self, *args: Any, workers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = [(str(user.pk), user.name) for user in workers]
        self.offer("wer", [("", _("alle laufenden Akten")), (NOBODY, _("ohne Fallteam")), *people])


def _label(user: User) -> str:
    return f"{user.name}, {user.team}" if user.team else user.name
