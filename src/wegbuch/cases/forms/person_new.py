"""A new person with her first case."""

import unicodedata
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import Team, User
from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, PartialDateField, TypedDateField
from wegbuch.core.forms import WegbuchForm

from .. import spelling
from ..models import Facility, Household

LONGEST_NAME = 200
LONGEST_ROOM = 20


class PersonNewForm(WegbuchForm):
    marks_optional = False

    given_name = forms.CharField(label=_("Vorname"), max_length=LONGEST_NAME, required=False)
    surname = forms.CharField(label=_("Nachname"), max_length=LONGEST_NAME, required=False)
    spoken_name = forms.CharField(label=_("Rufname, wie gesprochen"), max_length=LONGEST_NAME, required=False)
    native_name = forms.CharField(
        label=_("Name in eigener Schrift"),
        max_length=LONGEST_NAME,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    born = PartialDateField(label=_("Geboren"), required=False)
    sex = ChoiceChips(label=_("Geschlecht"), initial="u")
    language = forms.ChoiceField(label=_("Erste Sprache"), required=False)
    nationality = forms.ChoiceField(label=_("Staatsangehörigkeit"), required=False)
    entered_on = TypedDateField(label=_("Einreise nach Deutschland"), is_past_only=True, required=False)
    form = ChoiceChips(label=_("Form der Begleitung"))
    team: "forms.ModelChoiceField[Team]" = forms.ModelChoiceField(label=_("Team"), queryset=None, empty_label=None)
    opened_on = TypedDateField(label=_("Begleitung seit"), is_past_only=True)
    facility: "forms.ModelChoiceField[Facility]" = forms.ModelChoiceField(
        label=_("Haus"), queryset=None, required=False, empty_label=_("noch nicht bekannt")
    )
    room = forms.CharField(label=_("Zimmer"), max_length=LONGEST_ROOM, required=False)
    relation = forms.ChoiceField(label=_("Rolle in der Familie"), required=False)

    hints = {
        "given_name": _("wie im Papier; Vorname oder Nachname genügt"),
        "spoken_name": _("wie die Person gerufen werden möchte"),
        "born": _("Tag oder nur Jahr, zum Beispiel 14.03.1992 oder 1992"),
        "opened_on": _("zum Beispiel „heute“ oder 03.06.2026"),
    }

    def __init__(self, *args: Any, user: User, household: Household | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sex", codes.choices("sexes"))
        self.offer(
            "form", [(entry.code, codes.short("case_forms", entry.code)) for entry in codes.entries("case_forms")]
        )
        self.fields["form"].initial = codes.entries("case_forms")[0].code
        self.offer("language", codes.choices("languages", blank=_("noch nicht gefragt")))
        self.offer("nationality", codes.choices("countries", blank=_("noch nicht gefragt")))
        self.offer("relation", codes.choices("relations", blank=_("keine Angabe")))
        self.offer_rows("team", Team.objects.all())
        self.fields["team"].initial = user.team
        self.fields["opened_on"].initial = clock.today()
        self.offer_rows("facility", Facility.objects.all())
        if household is None:
            del self.fields["relation"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not {"given_name", "surname"} & {*self.errors} and not (cleaned.get("given_name") or cleaned.get("surname")):
            self.add_error("given_name", _("Bitte tragen Sie einen Namen ein: Vorname oder Nachname genügt."))
        if cleaned.get("room") and not cleaned.get("facility") and "facility" not in self.errors:
            self.add_error("facility", _("Bitte wählen Sie auch das Haus."))
        return cleaned

    def record(self) -> spelling.Record:
        """What is compared with the people already known."""
        typed = self.cleaned_data
        paper = " ".join(part for part in (typed["given_name"], typed["surname"]) if part)
        day, year = typed["born"]
        return spelling.Record(
            names=tuple(name for name in (paper, typed["spoken_name"], typed["native_name"]) if name),
            birth_date=day,
            birth_year=day.year if day else year,
            sex="" if typed["sex"] == "u" else typed["sex"],
        )

    def admission(self) -> dict[str, Any]:
        """What `services.admission.admit` is told."""
        typed = dict(self.cleaned_data)
        language, nationality = typed.pop("language"), typed.pop("nationality")
        day, year = typed.pop("born")
        return {
            **typed,
            "birth_date": day,
            "birth_year": year,
            "languages": [language] if language else [],
            "nationalities": [nationality] if nationality else [],
            "native_language": language if typed["native_name"] else "",
        }


def names_in(text: str) -> dict[str, str]:
    """First guess at the names in a search: the surname stands last or before a comma; other scripts stay whole."""
    words = [word for word in text.replace(",", ", ").split() if not any(letter.isdigit() for letter in word)]
    whole = " ".join(words).strip(" ,")
    if not all(unicodedata.name(letter, "").startswith("LATIN") for letter in whole if letter.isalpha()):
        return {"native_name": whole.replace(",", "")}
    surname, comma, given_name = (part.strip() for part in whole.partition(","))
    if not comma:
        given_name, _space, surname = whole.rpartition(" ")
        given_name, surname = (given_name, surname) if given_name else (surname, "")
    return {"given_name": _capital(given_name), "surname": _capital(surname)}


def birth_in(text: str) -> tuple[date | None, int | None]:
    """The birth date or year in a search, if there is exactly one."""
    query = spelling.parse_query(text)
    if len(query.birth_dates) == 1:
        return query.birth_dates[0], None
    return None, query.birth_years[0] if len(query.birth_years) == 1 else None


def _capital(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split())
