"""Which deadlines a lead looks at, who answers for one, and why something goes on paper or stays as it was."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.core.forms import WegbuchForm


class TeamForm(WegbuchForm):
    marks_optional = False
    team = forms.ChoiceField(label=_("Team"), required=False)

    def __init__(self, *args: Any, teams: list[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.teams = {str(team.pk): team for team in teams}
        self.offer("team", [("", _("alle Teams")), *((pk, team.name) for pk, team in self.teams.items())])

    def chosen(self) -> UUID | None:
        """The team that was asked for, None for all."""
        team = self.teams.get(self.cleaned_data["team"]) if self.is_valid() else None
        return team.pk if team else None


class ResponsibleForm(WegbuchForm):
    responsible = forms.ChoiceField(
        label=_("Zuständig"), help_text=_("Wählen können Sie Personen aus dem Fallteam der Akte.")
    )

    def __init__(self, *args: Any, team: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(user.pk): user for user in team}
        self.offer("responsible", [(pk, user.name) for pk, user in self.team.items()])

    def chosen(self) -> User:
        return self.team[self.cleaned_data["responsible"]]


class OnPaperForm(WegbuchForm):
    reason = forms.CharField(
        label=_("Warum auf Papier?"),
        max_length=200,
        help_text=_("Ein Satz. Er steht auf jedem Blatt. Bitte keine Namen von Klient:innen."),
    )


class StayForm(WegbuchForm):
    reason = forms.CharField(
        label=_("Warum bleibt der alte Tag?"),
        max_length=500,
        help_text=_("Ein Satz. Er bleibt bei der Frist stehen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
