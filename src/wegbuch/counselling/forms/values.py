"""First values of contact forms: as the last time, as entered, as typed and not saved."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import codes
from wegbuch.counselling import speech, visitors
from wegbuch.counselling.models import Contact
from wegbuch.counselling.visitors import Visitor

from .parts import OTHER, minutes_as_chosen

MINUTES = (5, 10, 15, 20, 30)
FIRST_TIME = {"minutes": "10", "form": "conversation"}


def called(case: Case, today: date, room: str = "", is_shielded: bool = False) -> str:
    """Mariam Habibi, 34 · B 14"""
    age = case.person.age_on(today)
    name = case.person.initials if is_shielded else case.person.display_name
    named = name if age is None else f"{name}, {age}"
    return f"{named} · {room}" if room else named


def as_last_time(user: User, visitor: Visitor | None) -> tuple[list[speech.Pair], dict[str, Any]]:
    """Languages offered and first values: as this person's last contact; without a person the plainest ones.

    The task is not among them: it is what gets counted, so it is chosen each time.
    """
    if visitor is None:
        return speech.offered(visitors.last_of(user), (), ""), {**FIRST_TIME, "language": speech.key(speech.GERMAN)}
    own = visitor.last_of_user
    pairs = speech.offered(visitor.last, visitor.languages, own[0].channel if own else speech.GERMAN[1])
    initial = {**FIRST_TIME, "language": speech.key(pairs[0])}
    for last in visitor.last[:1]:
        chosen = {**minutes_as_chosen(last.minutes, MINUTES), **_form_as_chosen(last.form)}
        initial |= {name: chosen[name] for name in ("minutes", "form") if chosen[name] != OTHER}
    return pairs, initial


def as_chosen(contact: Contact) -> dict[str, Any]:
    """A contact as the values of a form."""
    return {
        "task_area": str(contact.task_area),
        "topic": str(contact.topic_id or ""),
        **minutes_as_chosen(contact.minutes, MINUTES),
        **_form_as_chosen(contact.form),
        "language": speech.key((contact.language, contact.channel)),
        "note": contact.note,
        "held_on": contact.held_on,
        "read_version": contact.version,
    }


def _form_as_chosen(form: str) -> dict[str, Any]:
    is_chip = any(kind.code == form and kind.extra.get("is_chip") for kind in codes.entries("contact_forms"))
    return {"form": form if is_chip else OTHER, "form_other": "" if is_chip else form}


def typed(form_class: type[forms.Form], content: QueryDict) -> dict[str, Any]:
    """First values of a form from what was typed into one and not saved."""
    fields = form_class.base_fields
    return {
        name: field.widget.value_from_datadict(content, {}, name) for name, field in fields.items() if name in content
    }
