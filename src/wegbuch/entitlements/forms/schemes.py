"""What is asked about a change of benefit: which one, since when, and the days that decide whether a gap opens."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lawbook import scheme_book
from wegbuch.cases.forms.codes import Choices, CodeField
from wegbuch.core import codes
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from ..models import SchemeChange

SAME = _("Das ist dieselbe Leistung. Bitte wählen Sie die neue.")
UNKNOWN_CHANGE = _("Von dieser Leistung kennt das Programm hierhin keinen Wechsel.")
# Day → the one it cannot lie before, and what to say then.
IN_ORDER = (("first_payment_on", "applied_on", _("Die Zahlung läge vor dem Antrag. Bitte prüfen Sie beide Tage.")),)


def day(name: str, **kwargs: Any) -> TypedDateField:
    """The field for a day of a change."""
    field: Any = SchemeChange._meta.get_field(name)
    return TypedDateField(label=field.verbose_name, required=not field.null, **kwargs)


def _only(list_name: str, wanted: set[str]) -> Choices:
    return [(entry.code, entry.label) for entry in codes.entries(list_name) if entry.code in wanted]


class BeginForm(WegbuchForm):
    old_scheme = CodeField(label=_("Bisherige Leistung"), list_name="benefit_schemes")
    new_scheme = CodeField(label=_("Neue Leistung"), list_name="benefit_schemes")
    right_since = day("right_since", help_text=_("Meist der Erste des Monats nach dem neuen Papier."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changes = scheme_book.load().changes
        blank: Choices = [("", _("bitte wählen"))]
        self.offer("old_scheme", blank + _only("benefit_schemes", {code for each in changes for code in each.old}))
        self.offer("new_scheme", blank + _only("benefit_schemes", {each.new for each in changes}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        old, new = cleaned.get("old_scheme"), cleaned.get("new_scheme")
        if old and old == new:
            self.add_error("new_scheme", SAME)
        elif old and new and scheme_book.load().find(old, new) is None:
            self.add_error("new_scheme", UNKNOWN_CHANGE)
        return cleaned


class DaysForm(WegbuchForm):
    """The days of a change; an empty one is not known yet."""

    marks_optional = False

    right_since = day("right_since")
    old_paid_until = day("old_paid_until", help_text=_("Das sagt der letzte Bescheid oder die alte Stelle."))
    applied_on = day("applied_on", is_past_only=True, help_text=_("Tag des Eingangs. Auch ein formloser Antrag zählt."))
    first_payment_on = day("first_payment_on", help_text=_("Auch ein angekündigter Tag. Er steht im Bescheid."))
    rent_paid_until = day("rent_paid_until")
    rent_from = day("rent_from")
    insured_until = day("insured_until", help_text=_("Behandlungsschein oder Karte der alten Stelle."))
    insured_from = day("insured_from", help_text=_("Steht in der Bestätigung der Krankenkasse."))
    note = forms.CharField(
        label=_("Notiz"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So wenig wie nötig. Nur Ihr Team kann die Notiz lesen."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name, other, sentence in IN_ORDER:
            one, before = cleaned.get(name), cleaned.get(other)
            if one and before and one < before:
                self.add_error(name, sentence)
        return cleaned


def filled_from(change: SchemeChange) -> dict[str, Any]:
    """What the form about the days shows at first."""
    return {name: getattr(change, name) for name in DaysForm.base_fields}
