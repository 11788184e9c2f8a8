"""A list is uploaded, its columns are named, and rows that resemble somebody are settled."""

from collections.abc import Iterable, Sequence
from string import ascii_uppercase
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.access.roles import Role
from wegbuch.cases.lists import Field
from wegbuch.cases.lists.headings import NAME_FIELDS
from wegbuch.cases.models import ImportRun
from wegbuch.cases.services.cases import workers
from wegbuch.cases.services.list_fates import LEAVE, NEW, SAME, Fate
from wegbuch.cases.services.list_opening import Opened
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, WholeNumberField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

LARGEST = 40_000_000
ME, NOBODY = "me", "nobody"
LABELS = {
    Field.SURNAME: _("Nachname"),
    Field.GIVEN_NAME: _("Vorname"),
    Field.FULL_NAME: _("Nachname und Vorname in einer Spalte"),
    Field.BIRTH_DATE: _("Geburtsdatum"),
    Field.SEX: _("Geschlecht"),
    Field.NATIONALITY: _("Staatsangehörigkeit"),
    Field.LANGUAGES: _("Sprachen"),
    Field.RESIDENCE_STATUS: _("Aufenthaltsstatus"),
    Field.ENTERED_ON: _("Einreise"),
    Field.ARRIVAL: _("Zuweisung am"),
    Field.FACILITY_AND_ROOM: _("Unterkunft und Zimmer in einer Spalte"),
    Field.FACILITY: _("Unterkunft"),
    Field.ROOM: _("Zimmer"),
    Field.FILE_NUMBER_BAMF: _("Aktenzeichen BAMF"),
    Field.FILE_NUMBER_AZR: _("AZR-Nummer"),
    Field.HOUSEHOLD_NUMBER: _("Nummer des Haushalts"),
    Field.HOUSEHOLD_HEAD: _("Rolle in der Familie"),
    Field.RUNNING_NUMBER: _("Laufende Nummer"),
    Field.REMARK: _("Bemerkung"),
}


class UploadForm(WegbuchForm):
    file = forms.FileField(
        label=_("Liste"),
        help_text=_("„.xlsx“ oder „.csv“, höchstens 40 MB"),
        allow_empty_file=True,
        error_messages={"required": _("Bitte wählen Sie eine Datei.")},
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise ValidationError(_("Die Datei hat mehr als 40 MB. Kopieren Sie nur die Liste in eine neue Mappe."))
        return file


class SheetForm(WegbuchForm):
    sheet = forms.ChoiceField(label=_("Blatt"))
    header_row = WholeNumberField(
        label=_("Zeile der Überschriften"), min_value=1, max_value=1_048_576, help_text=_("Nummer wie in Excel")
    )

    def __init__(self, *args: Any, sheets: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sheet", [(name, name) for name in sheets])


class ColumnsForm(WegbuchForm):
    """Which column holds what, and whose people they become."""

    marks_optional = False

    form = forms.ChoiceField(label=_("Form der Beratung"))
    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(label=_("Team"), queryset=None, empty_label=None)

    def __init__(self, *args: Any, user: User, run: ImportRun, opened: Opened, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.is_lead = Role.LEAD in user.roles
        self.offer("form", codes.choices("case_forms"))
        self.fields["form"].initial = run.mapping["form"]
        self.offer_rows("team", self._teams())
        self.fields["team"].initial = run.team_id
        self._ask_who_is_responsible(run)
        choices = [("", _("steht nicht in der Liste")), *_columns(opened.headers)]
        for name, label in LABELS.items():
            field = forms.TypedChoiceField(label=label, choices=choices, coerce=int, empty_value=None, required=False)
            field.initial = opened.columns.get(name, "")
            self.fields[f"column_{name}"] = field

    def _teams(self) -> Any:
        """A lead chooses among all teams, a worker among her own."""
        if self.is_lead:
            return Team.objects.all()
        return Team.objects.filter(pk__in=[membership.team_id for membership in self.user.running_memberships])

    def _ask_who_is_responsible(self, run: ImportRun) -> None:
        if self.is_lead:
            people = workers()
            field: forms.Field = forms.TypedMultipleChoiceField(
                label=_("Fallteam"),
                help_text=_("Ohne Auswahl stehen die Menschen unter Zuteilung."),
                choices=[(str(user.pk), user.name) for user in people],
                widget=CheckList,
                required=False,
                initial=run.mapping["workers"],
            )
        else:
            field = ChoiceChips(
                label=_("Wer wird Fallteam?"),
                help_text=_("Bei „noch niemand“ teilt die Leitung zu."),
                choices=[(ME, _("ich")), (NOBODY, _("noch niemand"))],
                initial=ME if run.mapping["workers"] else NOBODY,
            )
        self.fields["responsible"] = field

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        columns = self.columns
        if not columns.keys() & NAME_FIELDS:
            self.add_error(f"column_{Field.SURNAME}", _("Bitte wählen Sie, wo der Name steht."))
        seen: dict[int, Field] = {}
        for name, column in columns.items():
            if column in seen:
                self.add_error(
                    f"column_{name}",
                    _("Diese Spalte ist schon „%(label)s“. Jede Spalte gilt einmal.") % {"label": LABELS[seen[column]]},
                )
            seen.setdefault(column, name)
        return cleaned

    @property
    def columns(self) -> dict[Field, int]:
        """The columns chosen, by field."""
        chosen = {name: self.cleaned_data.get(f"column_{name}") for name in LABELS}
        return {name: column for name, column in chosen.items() if column is not None}

    @property
    def workers(self) -> list[User]:
        """The case team to be."""
        if not self.is_lead:
            return [self.user] if self.cleaned_data["responsible"] == ME else []
        wanted = set(self.cleaned_data["responsible"])
        return [user for user in workers() if str(user.pk) in wanted]


class ChoicesForm(WegbuchForm):
    """One question for each line that resembles somebody."""

    marks_optional = False
    CHOICES = [(NEW, _("neu anlegen")), (SAME, _("ist dieselbe Person")), (LEAVE, _("nicht übernehmen"))]

    def __init__(self, *args: Any, fates: Sequence[Fate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fate in fates:
            self.fields[f"line_{fate.line}"] = ChoiceChips(
                label=_("Was gilt für Zeile %(line)s?") % {"line": fate.line},
                choices=self.CHOICES,
                initial=fate.choice,
                required=False,
            )

    @property
    def choices(self) -> dict[int, str]:
        """What was chosen, by line."""
        return {int(name.removeprefix("line_")): choice for name, choice in self.cleaned_data.items() if choice}


def column_letter(column: int) -> str:
    """A, B, …, Z, AA, … as Excel names its columns; counted from 0."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = ascii_uppercase[rest] + letters
    return letters


def _columns(headers: Sequence[str]) -> list[tuple[int, str]]:
    return [(column, f"{column_letter(column)}: {header[:60] or '–'}") for column, header in enumerate(headers)]
