"""What is only supposed: which facts, and which values. Nothing of it is saved."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lawbook.entitlements import Fact
from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, TypedDateField, WholeNumberField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

from .. import law

CHIPS_MOST = 8
NUMBER_MOST = 100_000


class FactsForm(WegbuchForm):
    """Which facts are supposed: one to three, by topic of life."""

    marks_optional = False

    def __init__(self, *args: Any, topics: Mapping[str, Sequence[Fact]], most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = most
        for topic, facts in topics.items():
            choices = [(fact.name, fact.label) for fact in facts]
            label = law.topics()[topic]
            self.fields[topic] = forms.MultipleChoiceField(
                label=label, choices=choices, widget=CheckList, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not 1 <= len(self.chosen) <= self.most:
            raise ValidationError(_("Wählen Sie ein bis drei Angaben."), code="count")
        return cleaned

    @property
    def chosen(self) -> list[str]:
        return [name for names in self.cleaned_data.values() for name in names]


class ValuesForm(WegbuchForm):
    """What these facts would be, and from when."""

    marks_optional = False

    def __init__(self, *args: Any, facts: Sequence[Fact], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for fact in facts:
            self.fields[fact.name] = field_of(fact)
        self.fields["from_day"] = TypedDateField(label=_("Ab wann?"), initial=clock.today, is_future_only=True)

    @property
    def day(self) -> date:
        found: date = self.cleaned_data["from_day"]
        return found

    @property
    def change(self) -> dict[str, Any]:
        """The supposed facts as the lawbook takes them."""
        values = {name: value for name, value in self.cleaned_data.items() if name != "from_day"}
        return {name: frozenset(value) if isinstance(value, list) else value for name, value in values.items()}


def field_of(fact: Fact) -> forms.Field:
    """A field for a value of this fact."""
    about: dict[str, Any] = {"label": fact.label, "help_text": fact.question}
    if fact.type == "yes_no":
        yes_no = [("yes", _("ja")), ("no", _("nein"))]
        return ChoiceChips(choices=yes_no, coerce=lambda value: value == "yes", **about)
    if fact.type == "date":
        return TypedDateField(**about)
    if fact.type == "number":
        return WholeNumberField(min_value=0, max_value=NUMBER_MOST, **about)
    if fact.type == "set":
        return forms.MultipleChoiceField(choices=list(fact.values.items()), widget=CheckList, **about)
    if fact.type == "country":
        return forms.ChoiceField(choices=codes.choices("countries", blank=_("bitte wählen")), **about)
    if len(fact.values) <= CHIPS_MOST:
        return ChoiceChips(choices=list(fact.values.items()), **about)
    return forms.ChoiceField(choices=[("", _("bitte wählen")), *fact.values.items()], **about)
