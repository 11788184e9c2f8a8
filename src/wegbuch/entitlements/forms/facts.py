"""One question of the lawbook as a form, and the questions of the sealed box together."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lawbook.entitlements import Fact
from wegbuch.access.services import NotPossible
from wegbuch.cases.law_facts.housing import OF_HOUSES
from wegbuch.cases.models import Origin
from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

from ..services import answers
from ..services.sealed import FORGET

YES, NO, UNKNOWN, NONE, GIVEN = "yes", "no", "unknown", "none", "given"
YES_NO = ((YES, _("Ja")), (NO, _("Nein")), (UNKNOWN, _("Weiß noch nicht")))
TAKE_BACK = (UNKNOWN, _("Angabe zurücknehmen"))
MOST_CHIPS = 8
WORDS = {"date": _("Tag ist bekannt"), "number": _("Zahl ist bekannt")}
NOT_THERE = {"date": _("gibt es nicht"), "number": _("trifft nicht zu")}
HOUSES = {
    "flat": _("in abgeschlossenen Wohnungen"),
    "shared": _("mit geteilter Küche oder geteiltem Bad"),
}


class SourceForm(WegbuchForm):
    """Where somebody knows it from, and of which day it is."""

    origin = ChoiceChips(label=_("Woher wissen Sie das?"), choices=Origin.choices, initial=Origin.CLIENT)
    known_on = TypedDateField(label=_("Stand"), is_past_only=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known_on"].initial = clock.today()

    def said(self) -> dict[str, Any]:
        """Origin and day, as the services take them."""
        return {"origin": self.cleaned_data["origin"], "known_on": self.cleaned_data["known_on"]}


class FactForm(SourceForm):
    """One question. Days and numbers say first whether there is one."""

    field_order = ["value", "given", "reason"]
    marks_optional = False

    def __init__(self, *args: Any, fact: Fact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.fields["value"] = _main_field(fact)
        if fact.type in WORDS:
            self.fields["given"] = _given_field(fact)
        if fact.judgement:
            self.fields["reason"] = _reason_field()
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.fact.judgement and cleaned.get("value") not in (None, UNKNOWN):
            try:
                answers.refuse_silent_judgement(self.fact, cleaned.get("reason") or "")
            except NotPossible as problem:
                self.add_error("reason", str(problem))
        return cleaned

    def answer(self) -> Any:
        """The value as the lawbook takes it, FORGET where it is not known."""
        value = self.cleaned_data["value"]
        if value == UNKNOWN:
            return FORGET
        if self.fact.type == "yes_no":
            return value == YES
        if self.fact.type in WORDS:
            return _plain(self.cleaned_data["given"]) if value == GIVEN else None
        return None if value == NONE and NONE not in self.fact.values else value


def _plain(given: Any) -> Any:
    """A day as it is; a number as the lawbook and JSON know it."""
    if not isinstance(given, Decimal):
        return given
    return int(given) if given == given.to_integral_value() else float(given)


def _main_field(fact: Fact) -> forms.Field:
    if fact.type == "yes_no":
        return ChoiceChips(label=fact.question, choices=YES_NO, help_text=fact.hint)
    if fact.type in WORDS:
        ways = ((GIVEN, WORDS[fact.type]), (NONE, NOT_THERE[fact.type]), (UNKNOWN, _("Weiß noch nicht")))
        return ChoiceChips(
            label=fact.question, choices=ways, initial=GIVEN, reveal=(GIVEN, "given"), help_text=fact.hint
        )
    choices = [*_named(fact), (UNKNOWN, _("Weiß noch nicht"))]
    if len(choices) <= MOST_CHIPS:
        return ChoiceChips(label=fact.question, choices=choices, help_text=fact.hint)
    start: list[tuple[str, Any]] = [("", _("bitte wählen"))]
    return forms.ChoiceField(label=fact.question, choices=start + choices, help_text=fact.hint)


def _named(fact: Fact) -> list[tuple[str, Any]]:
    """Choices of a fact with codes; „nichts davon“ where the list has no word for it."""
    if fact.type == "country":
        return codes.choices("countries")
    return [*fact.values.items(), *([] if NONE in fact.values else [(NONE, _("nichts davon"))])]


def _given_field(fact: Fact) -> forms.Field:
    if fact.type == "date":
        return TypedDateField(label=fact.label, required=False)
    return forms.DecimalField(
        label=fact.label, required=False, min_value=0, max_value=answers.LARGEST, decimal_places=1, localize=True
    )


def _reason_field() -> forms.Field:
    return forms.CharField(
        label=_("Warum?"),
        required=False,
        max_length=500,
        help_text=_("Diese Frage beurteilt ein Mensch. Schreiben Sie den Grund in einem Satz."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class HouseForm(WegbuchForm):
    """What kind of lodging a house is, asked once for everybody who lives there."""

    value = ChoiceChips(
        label=_("Wie wohnen die Menschen in diesem Haus?"),
        choices=[(code, HOUSES[code]) for code in OF_HOUSES],
        help_text=_("Davon hängt die Höhe der Leistungen ab. Die Antwort gilt für alle, die dort wohnen."),
    )


class SealedForm(SourceForm):
    """Every question of the sealed box. What is left empty stays as it was, so nothing has to be opened to answer."""

    marks_optional = False

    def __init__(self, *args: Any, facts: Iterable[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = tuple(facts)
        for fact in self.facts:
            self.fields[fact.name] = _sealed_field(fact)
            if fact.judgement:
                self.fields[_reason(fact)] = _reason_field()
        ordered = [name for fact in self.facts for name in (fact.name, _reason(fact))]
        self.order_fields([*ordered, "origin", "known_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for fact in self.facts:
            self._check(fact, cleaned)
        if not self.errors and not self.values():
            self.add_error(None, _("Bitte beantworten Sie mindestens eine Frage."))
        return cleaned

    def _check(self, fact: Fact, cleaned: dict[str, Any]) -> None:
        value = cleaned.get(fact.name)
        if fact.type == "set" and value and len(value) > 1 and {NONE, UNKNOWN} & set(value):
            self.add_error(fact.name, _("„Nichts davon“ passt nicht zu den anderen Kreuzen."))
        elif fact.judgement and value in (YES, NO):
            try:
                answers.refuse_silent_judgement(fact, cleaned.get(_reason(fact)) or "")
            except NotPossible as problem:
                self.add_error(_reason(fact), str(problem))

    def values(self) -> dict[str, Any]:
        """What was answered, as the lawbook takes it; FORGET for what was taken back."""
        said = [(fact, self.cleaned_data.get(fact.name)) for fact in self.facts]
        return {fact.name: _taken(fact, value) for fact, value in said if value}

    def reasons(self) -> dict[str, str]:
        return {fact.name: self.cleaned_data.get(_reason(fact)) or "" for fact in self.facts if fact.judgement}


def _reason(fact: Fact) -> str:
    return f"{fact.name}_reason"


def _taken(fact: Fact, value: Any) -> Any:
    if fact.type == "set":
        return FORGET if UNKNOWN in value else frozenset(value) - {NONE}
    return FORGET if value == UNKNOWN else value == YES


def _sealed_field(fact: Fact) -> forms.Field:
    if fact.type == "set":
        choices = [*fact.values.items(), (NONE, _("nichts davon")), TAKE_BACK]
        return forms.MultipleChoiceField(
            label=fact.question, choices=choices, required=False, widget=CheckList, help_text=fact.hint
        )
    return ChoiceChips(label=fact.question, choices=[*YES_NO[:2], TAKE_BACK], required=False, help_text=fact.hint)
