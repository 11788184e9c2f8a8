"""For whom a sheet is printed, and in which language beside the German."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.cases.models import Person
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips
from wegbuch.core.forms import WegbuchForm

from .. import translations

GERMAN_ONLY = ""


class PrintForm(WegbuchForm):
    marks_optional = False
    audience = ChoiceChips(
        label=_("Für wen?"),
        choices=[
            ("person", _("für die Person selbst")),
            ("companion", _("für eine Begleitung, die sie wünscht")),
            ("advice", _("für eine Beratung, zu der sie geht")),
        ],
    )
    language = ChoiceChips(label=_("Sprache neben dem Deutschen"), required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = translations.of_person(person)
        if not known:
            self.fields["language"].widget = forms.HiddenInput()
        words = [(code, codes.label("languages", code)) for code in known]
        self.offer("language", [*words, (GERMAN_ONLY, _("nur Deutsch"))])
        self.fields["language"].initial = next(iter(known), GERMAN_ONLY)

    @property
    def reader(self) -> str:
        """The chosen words, for the sheet."""
        field = self.fields["audience"]
        assert isinstance(field, forms.ChoiceField)
        return str(dict(field.choices)[self.cleaned_data["audience"]])  # type: ignore[arg-type]
