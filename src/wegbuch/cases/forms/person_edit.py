"""What a person's own record says."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, PartialDateField, TypedDateField
from wegbuch.core.forms import WegbuchForm

from ..models import InterpreterWish, Person
from .codes import CodeChips

LINES = forms.Textarea(attrs={"rows": 2})


class PersonEditForm(WegbuchForm):
    """Filled from a person; `columns` gives what to save."""

    given_name = forms.CharField(label=_("Vorname"), max_length=200, required=False)
    surname = forms.CharField(label=_("Nachname"), max_length=200, required=False)
    spoken_name = forms.CharField(
        label=_("Rufname, wie gesprochen"),
        max_length=200,
        required=False,
        help_text=_("So, wie Sie die Person ansprechen."),
    )
    native_name = forms.CharField(
        label=_("Name in eigener Schrift"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    native_language = forms.ChoiceField(label=_("Sprache dieser Schrift"), required=False)
    spellings = forms.CharField(
        label=_("Andere Schreibweisen"),
        required=False,
        help_text=_("Eine je Zeile, zum Beispiel aus dem alten Ausweis. Die Suche findet alle."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    spellings_before = forms.CharField(required=False, widget=forms.HiddenInput)
    birth = PartialDateField(
        label=_("Geburtsdatum"), required=False, help_text=_("Auch nur das Jahr, wenn der Tag nicht sicher ist.")
    )
    sex = CodeChips(label=_("Geschlecht"), list_name="sexes")
    entered_on = TypedDateField(label=_("Einreise nach Deutschland"), required=False, is_past_only=True)
    literacy = CodeChips(label=_("Lesen und Schreiben"), list_name="literacy")
    interpreter_wish = ChoiceChips(label=_("Dolmetschen"), choices=InterpreterWish.choices)
    interpreter_note = forms.CharField(
        label=_("Wunsch zum Dolmetschen"), required=False, help_text=_("zum Beispiel: keine Verwandten"), widget=LINES
    )
    contact_rule = forms.CharField(
        label=_("So sicher erreichen"), required=False, help_text=_("zum Beispiel: Nachricht ab 15 Uhr"), widget=LINES
    )
    never_contact_rule = forms.CharField(
        label=_("Nie so"), required=False, help_text=_("zum Beispiel: nie auf Mailbox sprechen"), widget=LINES
    )
    is_hidden = forms.BooleanField(
        label=_("Vor anderen Teams verbergen"),
        required=False,
        help_text=_(
            "Die Suche anderer Teams zeigt dann nichts. Öffnen mit Grund geht auch nicht; nur die Leitung hilft weiter."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("native_language", codes.choices("languages", blank=str(_("nicht angegeben"))))

    def clean_spellings(self) -> str:
        lines = lines_of(self.cleaned_data["spellings"])
        if any(len(line) > 200 for line in lines):
            raise ValidationError(_("Bitte kürzen: höchstens 200 Zeichen je Zeile."))
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not (cleaned.get("given_name") or cleaned.get("surname")):
            self.add_error("surname", _("Bitte tragen Sie einen Namen ein: Vorname oder Nachname genügt."))
        born, _year = cleaned.get("birth") or (None, None)
        entered = cleaned.get("entered_on")
        if born and entered and entered < born:
            self.add_error("entered_on", _("Die Einreise liegt vor der Geburt. Bitte prüfen Sie beide Tage."))
        return cleaned

    def columns(self) -> dict[str, Any]:
        """Columns of a person with their new values."""
        fields = {name: value for name, value in self.cleaned_data.items() if not name.startswith("spellings")}
        fields["birth_date"], fields["birth_year"] = fields.pop("birth")
        return fields

    def wanted_spellings(self, person: Person) -> list[str]:
        """What is to stay: a spelling that a colleague added meanwhile is not taken away."""
        now = [row.text for row in person.spellings.all()]
        typed = lines_of(self.cleaned_data["spellings"])
        taken_out = set(lines_of(self.cleaned_data["spellings_before"])) - set(typed)
        return [text for text in now if text not in taken_out and text not in typed] + typed


def filled_from(person: Person) -> dict[str, Any]:
    """What the form shows of a person."""
    spellings = "\n".join(row.text for row in person.spellings.all())
    own = {
        name: getattr(person, name)
        for name in PersonEditForm.base_fields
        if hasattr(Person, name) and name != "spellings"
    }
    return {
        **own,
        "birth": (person.birth_date, person.birth_year),
        "spellings": spellings,
        "spellings_before": spellings,
    }


def lines_of(text: str) -> list[str]:
    """The lines that hold something, each once."""
    return list(dict.fromkeys(line for raw in text.splitlines() if (line := " ".join(raw.split()))))
