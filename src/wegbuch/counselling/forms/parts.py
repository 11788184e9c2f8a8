"""Inputs that every daily entry has: how long it took, which language was spoken and through whom."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField, WholeNumberField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import LongSelect
from wegbuch.counselling import speech
from wegbuch.counselling.months import EARLIEST

OTHER = "other"
CHOOSE = _("Bitte wählen")


class SpeechField(ChoiceChips):
    """Language and channel in one choice; also those that are not among the chips."""

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or speech.read(str(value)) is not None


def minutes_field(lengths: Sequence[int]) -> ChoiceChips:
    """These lengths as chips, and any other."""
    chips = [(str(length), str(length)) for length in lengths]
    return ChoiceChips(label=_("Minuten"), choices=[*chips, (OTHER, _("andere …"))], reveal=(OTHER, "minutes_other"))


def minutes_other_field() -> WholeNumberField:
    return WholeNumberField(
        label=_("Wie viele Minuten?"),
        min_value=1,
        max_value=600,
        required=False,
        error_messages={
            "invalid": _("Bitte eine Zahl eintragen, zum Beispiel 45."),
            "min_value": _("Bitte mindestens 1 Minute eintragen."),
            "max_value": _("Höchstens 600 Minuten. Ein längeres Gespräch tragen Sie bitte für zwei Tage ein."),
        },
    )


def language_field() -> SpeechField:
    return SpeechField(label=_("Sprache"), reveal=(OTHER, "language_other"))


def language_other_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Welche Sprache?"),
        required=False,
        widget=LongSelect,
        template_name="counselling/_language_other.html",  # type: ignore[call-arg]
    )


def channel_other_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Wer dolmetscht?"))


def note_field(**texts: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Notiz"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 2}), **texts
    )


def day_field(**texts: Any) -> TypedDateField:
    """The day of an entry: not to come, and not before every list."""
    usual = {"initial": "heute", "help_text": _("zum Beispiel heute, gestern oder 24.11.")}
    return TypedDateField(label=_("Wann war das?"), is_past_only=True, earliest=EARLIEST, **(usual | texts))


class TimedFields(WegbuchForm):
    """An entry with minutes, among chips or typed."""

    def length(self) -> int:
        data = self.cleaned_data
        return data["minutes_other"] if data["minutes"] == OTHER else int(data["minutes"])

    def _value(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)


class SpokenFields(TimedFields):
    """An entry that also says which language was spoken."""

    def offer_speech(self, pairs: Iterable[speech.Pair]) -> None:
        """These pairs as chips, and every other one."""
        self.offer("language_other", codes.choices("languages", blank=str(CHOOSE)))
        self.offer("channel_other", codes.choices("interpreter_channels"))
        self.fields["channel_other"].required = not self.is_bound or self._value("language") == OTHER
        chosen = speech.read(str(self._value("language") or ""))
        offered = list(pairs) or [speech.GERMAN]
        self.offer("language", speech.choices([*offered, chosen] if chosen and chosen not in offered else offered))

    def pair(self) -> speech.Pair:
        data = self.cleaned_data
        return speech.read(data["language"]) or (data["language_other"], data["channel_other"])


def minutes_as_chosen(minutes: int, lengths: Sequence[int]) -> dict[str, Any]:
    """Minutes as the values of a form with these chips."""
    is_chip = minutes in lengths
    return {"minutes": str(minutes) if is_chip else OTHER, "minutes_other": "" if is_chip else minutes}
