"""Forms of the directory: one place, and what the list is narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.cases.models import Office
from wegbuch.core import codes
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm, WegbuchModelForm

from .. import offices_page


class OfficeForm(WegbuchModelForm):
    kind = forms.ChoiceField(label=_("Wofür"))
    checked_on = TypedDateField(label=_("Zuletzt geprüft"), is_past_only=True, required=False)

    hints = {
        "name": _("Die Stelle, nicht die Person. Keine Namen von Mitarbeitenden."),
        "municipality": _("Bleibt das leer, gilt die Stelle für den ganzen Landkreis."),
        "phone": _("Nummer der Stelle, keine private oder persönliche."),
        "hours": _("Zum Beispiel: Di 9–12 und 13–18 Uhr"),
        "way": _("Zum Beispiel: Bus 618 bis Markt, Eingang hinten, Zimmer 104"),
        "checked_on": _("Wann haben Sie Anschrift und Zeiten zuletzt nachgesehen?"),
    }

    class Meta:
        model = Office
        fields = ["name", "kind", "municipality", "address", "phone", "hours", "way", "languages", "checked_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = codes.choices(offices_page.KINDS, blank=_("Bitte wählen"))
        kind = self.instance.kind
        ended = [(kind, codes.label(offices_page.KINDS, kind))] if kind and kind not in dict(choices) else []
        self.offer("kind", [*choices, *ended])


class FilterForm(WegbuchForm):
    """What the list is narrowed to; whatever it does not know counts as nothing."""

    marks_optional = False
    art = forms.ChoiceField(label=_("Wofür"), required=False)
    ort = forms.ChoiceField(label=_("Gemeinde"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("art", codes.choices(offices_page.KINDS, blank=_("Alles")))
        self.offer("ort", [("", _("Alle Gemeinden")), *((name, name) for name in offices_page.municipalities())])

    @property
    def chosen(self) -> dict[str, str]:
        """Kind and municipality, as `offices_page` takes them."""
        self.is_valid()
        return {"kind": self.cleaned_data.get("art", ""), "municipality": self.cleaned_data.get("ort", "")}
