"""Days and yes/no facts a kind of letter asks for, as form fields."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.fields import ChoiceChips, TypedDateField

from .. import law

YES, NO = "yes", "no"
# What the days are called on a form; all others as the book calls them.
LABELS = {
    "lodged_on": _("Asylantrag eingereicht am"),
    "registered_on": _("Als asylsuchend registriert am"),
    "review_started_on": _("Prüfung begonnen am"),
    "final_recognition_on": _("Anerkennung bestandskräftig seit"),
    "recognised_on": _("Anerkennung oder erster Titel am"),
    "date_set_by_authority": _("Tag, den die Behörde setzt"),
}
# These stand in the form beside the way the letter came, or follow from it.
ELSEWHERE = frozenset({"decided_on", "instruction", "posted_on", "received_on", "retrieved_on", "notified_on"})
FROM_FILE = _("aus der Akte")


def asked(kind: str) -> list[str]:
    """Facts beside the delivery that the deadlines of a kind of letter hang on, by name of the rules."""
    found = law.letter_kinds().get(kind)
    if found is None:
        return []
    rules = {name for names in found["rules"].values() for name in names}
    names = [*found.get("ask", ())]
    if any(_knows_set_day(name) for name in rules):
        names.append("date_set_by_authority")
    return [name for name in dict.fromkeys(names) if may_ask(name)]


def possible(kind: str) -> set[str]:
    """Every fact that may change what follows from a kind of letter."""
    found = law.letter_kinds().get(kind)
    if found is None:
        return set()
    rules = [law.book().get(name) for names in found["rules"].values() for name in names]
    versions = [version for rule in rules for version in rule.versions]
    names = {name for rule in rules for name in rule.start} | {name for each in versions for name in each.start}
    names |= {name for each in versions for name, _wanted in each.when}
    return {name for name in [*names, *found.get("ask", ())] if may_ask(name)}


def may_ask(name: str) -> bool:
    """Whether a fact is a question of its own, beside how the letter came."""
    is_delivery = name in ELSEWHERE or name.endswith("served_on") or name.startswith("handed_to_")
    return name in law.book().events and not is_delivery


def field_for(name: str, *, is_from_file: bool = False) -> forms.Field:
    """The field for one fact of the rules."""
    event = law.book().events[name]
    if event.type == "yes_no":
        return ChoiceChips(
            label=event.question,
            choices=[(YES, _("ja")), (NO, _("nein")), ("", _("weiß nicht"))],
            required=False,
            initial=NO if event.default is False else "",
        )
    label = LABELS.get(name, event.label[:1].upper() + event.label[1:])
    hint = FROM_FILE if is_from_file else "" if name in LABELS else event.question
    return TypedDateField(label=label, help_text=hint, required=False, is_past_only=not event.may_lie_ahead)


def value_of(name: str, cleaned: Any) -> Any:
    """What a field says, as the rules take it; None for nothing."""
    if law.book().events[name].type == "yes_no":
        return {YES: True, NO: False}.get(cleaned)
    return cleaned


def typed_value(name: str, value: Any) -> Any:
    """A fact as the first value of its field."""
    return value if not isinstance(value, bool) else YES if value else NO


def _knows_set_day(rule: str) -> bool:
    versions = law.book().get(rule).versions
    return any(name == "date_set_by_authority" for version in versions for name, _wanted in version.when)
