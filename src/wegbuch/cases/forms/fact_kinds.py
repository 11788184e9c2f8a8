"""One form for each kind of fact."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, PartialDateField, TypedDateField, WholeNumberField
from wegbuch.core.forms import REQUIRED

from ..models import (
    BenefitPeriod,
    ContactWay,
    Facility,
    FileNumber,
    HousingPeriod,
    LanguageSkill,
    Nationality,
    Origin,
    RelativeAbroad,
    ResidencePeriod,
)
from .codes import CodeChips, CodeField
from .facts import STANDS_ALREADY, FactForm, PeriodForm, without_relations

LINE = forms.TextInput
FEW_LINES = forms.Textarea(attrs={"rows": 3})
DAYS = {"since": TypedDateField, "until": TypedDateField, "valid_until": TypedDateField}


def origin() -> ChoiceChips:
    return ChoiceChips(label=_("Woher wissen Sie das?"), choices=Origin.choices, initial=Origin.CLIENT)


class ResidenceForm(PeriodForm):
    status = CodeField(label=_("Aufenthaltsstatus"), list_name="residence_statuses", is_grouped=True)
    document = CodeField(label=_("Papier"), list_name="residence_documents", blank=_("nicht angegeben"), required=False)
    origin = origin()

    class Meta:
        model = ResidencePeriod
        fields = [
            "status",
            "document",
            "document_number",
            "since",
            "until",
            "valid_until",
            "authority",
            "origin",
            "question",
        ]
        field_classes = DAYS
        widgets = {"question": LINE}
        help_texts = {
            "valid_until": _("steht auf dem Papier; auch ein abgelaufenes zählt"),
            "until": _("leer lassen, wenn der Status weiter gilt"),
            "question": _("Was ist noch offen? Das steht dann auch in der Akte."),
        }

    def clean(self) -> dict[str, Any]:
        """A paper that would have expired before the status began was read wrongly, or the day was."""
        cleaned = super().clean()
        since, valid_until = cleaned.get("since"), cleaned.get("valid_until")
        if since and valid_until and valid_until < since:
            self.add_error("valid_until", _("Das Papier wäre abgelaufen, bevor es gilt. Bitte prüfen Sie beide Tage."))
        return cleaned


class BenefitForm(PeriodForm):
    scheme = CodeField(label=_("Leistung"), list_name="benefit_schemes", is_grouped=True)
    origin = origin()

    class Meta:
        model = BenefitPeriod
        fields = ["scheme", "since", "until", "authority", "origin"]
        field_classes = DAYS
        help_texts = {"until": _("leer lassen, wenn die Leistung weiterläuft")}


class HousingForm(PeriodForm):
    form = CodeField(label=_("Wohnform"), list_name="housing_forms")
    facility: "forms.ModelChoiceField[Facility]" = forms.ModelChoiceField(
        label=_("Haus"), queryset=None, required=False, empty_label=_("keines aus der Liste")
    )
    origin = origin()
    field_order = ["form", "facility", "room", "own_municipality"]

    class Meta:
        model = HousingPeriod
        fields = ["form", "facility", "room", "own_municipality", "address", "is_hidden", "since", "until", "origin"]
        field_classes = DAYS
        formfield_callback = without_relations
        widgets = {"address": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "own_municipality": _("nur, wenn das Haus nicht in der Liste steht; für Berichte und die nächste Stelle"),
            "address": _("nur, wenn das Haus nicht in der Liste steht"),
            "is_hidden": _(
                "Haus, Zimmer und Gemeinde bleiben dann leer, denn Listen und Suche zeigen sie. "
                "Die Anschrift liest nur, wer diese Akte öffnen darf."
            ),
            "until": _("leer lassen, wenn die Person dort noch wohnt"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_rows("facility", Facility.objects.all())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("is_hidden"):
            for name in ("facility", "room", "own_municipality"):
                if cleaned.get(name):
                    self.add_error(name, _("Bitte leer lassen: Die Anschrift ist geheim."))
        return cleaned


class ContactWayForm(FactForm):
    kind = CodeChips(label=_("Weg"), list_name="contact_ways")

    class Meta:
        model = ContactWay
        fields = ["kind", "value", "rule", "is_safe"]
        widgets = {"value": LINE, "rule": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "rule": _("zum Beispiel: nur Nachrichten, ab 15 Uhr"),
            "is_safe": _("Ohne Haken steht an der Nummer: nicht benutzen."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind and not cleaned.get("value") and codes.book().list("contact_ways").get(kind).extra["input"] != "none":
            self.add_error("value", REQUIRED)
        return cleaned


class LanguageForm(FactForm):
    language = CodeField(label=_("Sprache"), list_name="languages")
    level = CodeField(label=_("Niveau"), list_name="language_levels", blank=_("nicht angegeben"), required=False)
    reading = ChoiceChips(
        label=_("Lesen"), choices=LanguageSkill.Reading.choices, initial=LanguageSkill.Reading.UNKNOWN
    )
    rank = WholeNumberField(
        label=_("Reihenfolge"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=_("1 ist die Sprache, die am besten geht."),
    )

    class Meta:
        model = LanguageSkill
        fields = ["language", "level", "reading", "rank"]
        error_messages = STANDS_ALREADY


class NationalityForm(FactForm):
    country = CodeField(label=_("Staatsangehörigkeit"), list_name="countries")

    class Meta:
        model = Nationality
        fields = ["country"]
        error_messages = STANDS_ALREADY


class FileNumberForm(FactForm):
    kind = ChoiceChips(label=_("Stelle"), choices=FileNumber.Kind.choices)

    class Meta:
        model = FileNumber
        fields = ["kind", "number"]
        error_messages = STANDS_ALREADY

    def clean_number(self) -> str:
        return " ".join(self.cleaned_data["number"].split())


class RelativeForm(FactForm):
    relation = CodeField(label=_("Verhältnis"), list_name="relations")
    birth = PartialDateField(label=_("Geburtsdatum"), required=False, help_text=_("auch nur das Jahr"))
    country = CodeField(label=_("Land"), list_name="countries", blank=_("nicht bekannt"), required=False)

    class Meta:
        model = RelativeAbroad
        fields = ["name", "relation", "birth", "country", "note"]
        widgets = {"note": FEW_LINES}
        help_texts = {"note": _("So wenig wie nötig. Nur wer diese Akte öffnen darf, liest es.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("birth", (self.instance.birth_date, self.instance.birth_year))

    def store(self, version: int) -> None:
        self.instance.birth_date, self.instance.birth_year = self.cleaned_data["birth"]
        super().store(version)
