"""Forms of a contact: what every one says, a new one, the long one, a change."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from wegbuch.cases.models import Case
from wegbuch.core import clock, codes
from wegbuch.core.fields import ChoiceChips, TypedDateField, WholeNumberField
from wegbuch.core.widgets import CheckList, LongSelect
from wegbuch.counselling import speech, visitors
from wegbuch.counselling.models import Topic
from wegbuch.counselling.visitors import OfferedTopic, Visitor

from .follow_ups import COMES_BACK, comes_back_on
from .parts import (
    CHOOSE,
    OTHER,
    SpokenFields,
    channel_other_field,
    day_field,
    language_field,
    language_other_field,
    minutes_field,
    minutes_other_field,
    note_field,
)
from .values import MINUTES, called


class ContactFields(SpokenFields):
    """What every contact says: task, minutes, form, language, topic, note."""

    task_area = ChoiceChips(label=_("Worum ging es?"), is_tasks=True, coerce=int)
    minutes = minutes_field(MINUTES)
    minutes_other = minutes_other_field()
    form = ChoiceChips(label=_("Form"), reveal=(OTHER, "form_other"))
    form_other = forms.ChoiceField(label=_("Welche Form?"), required=False, widget=LongSelect)
    language = language_field()
    language_other = language_other_field()
    channel_other = channel_other_field()
    topic = forms.ChoiceField(label=_("Thema"), required=False, widget=LongSelect)
    note = note_field(help_text=_("So wenig wie nötig. Nur Ihr Team kann die Notiz lesen."))

    def __init__(
        self,
        *args: Any,
        pairs: Sequence[speech.Pair] = (),
        topics: Sequence[OfferedTopic] | None = None,
        kept_topic: Topic | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer("task_area", [(entry.code, f"{entry.code} {entry.label}") for entry in codes.entries("task_areas")])
        kinds = codes.entries("contact_forms")
        first = [(kind.code, kind.label) for kind in kinds if kind.extra.get("is_chip")]
        self.offer("form", [*first, (OTHER, _("andere …"))])
        self.offer(
            "form_other",
            [
                ("", CHOOSE),
                *((k.code, k.label) for k in kinds if not k.extra.get("is_chip")),
            ],
        )
        self.offer_speech(pairs)
        self._offer_topics(visitors.topics() if topics is None else topics, kept_topic)

    def _offer_topics(self, offered: Sequence[OfferedTopic], kept: Topic | None) -> None:
        """The catalogue under its tasks; a topic switched off since stays choosable where it stands."""
        rows = list(offered)
        if kept is not None and not any(pk == str(kept.pk) for pk, _area, _label in rows):
            rows.append((str(kept.pk), kept.task_area, kept.label))
        groups: dict[int, list[tuple[str, str]]] = {}
        for pk, area, label in rows:
            groups.setdefault(area, []).append((pk, label))
        if not groups:
            del self.fields["topic"]
            return
        named = [(f"{area} {codes.label('task_areas', str(area))}", topics) for area, topics in sorted(groups.items())]
        self.offer("topic", [("", _("kein Thema")), *named])

    def clean_topic(self) -> Topic | None:
        chosen = self.cleaned_data["topic"]
        topic = Topic.objects.get(pk=chosen) if chosen else None
        if topic and self.cleaned_data.get("task_area") and topic.task_area != self.cleaned_data["task_area"]:
            raise ValidationError(
                _("Dieses Thema gehört zu Aufgabe %(area)s. Bitte ändern Sie Aufgabe oder Thema."),
                params={"area": topic.task_area},
            )
        return topic

    def contact_fields(self) -> dict[str, Any]:
        """Columns of the contact, as chosen."""
        data = self.cleaned_data
        language, channel = self.pair()
        return {
            "task_area": data["task_area"],
            "topic": data.get("topic"),
            "minutes": self.length(),
            "form": data["form_other"] if data["form"] == OTHER else data["form"],
            "language": language,
            "channel": channel,
            "note": data["note"],
        }


class NewContactFields(ContactFields):
    """A contact that is not entered yet: who of the household was there, and what comes back."""

    entry_key = forms.UUIDField(widget=forms.HiddenInput)
    members = forms.MultipleChoiceField(label=_("War noch jemand dabei?"), required=False, widget=CheckList)
    follow_up = ChoiceChips(
        label=_("Wiedervorlage"),
        choices=[("none", _("keine")), *COMES_BACK],
        initial="none",
        reveal=("date", "follow_up_on"),
    )
    follow_up_on = TypedDateField(
        label=_("Wann?"), is_future_only=True, required=False, help_text=_("zum Beispiel 5.12. oder morgen")
    )
    follow_up_text = forms.CharField(label=_("Worum geht es dann?"), max_length=200, required=False)

    def __init__(self, *args: Any, visitor: Visitor | None, **kwargs: Any) -> None:
        super().__init__(*args, topics=visitor.topics if visitor else None, **kwargs)
        self.visitor = visitor
        self.fields["entry_key"].initial = uuid4
        housemates = visitor.housemates if visitor else ()
        if not housemates:
            del self.fields["members"]
            return
        today = clock.today()
        self.offer("members", [(str(case.pk), called(case, today)) for case in housemates])
        readers = ", ".join(visitor.readers) if visitor else ""
        self.fields["members"].help_text = _now("Die Notiz lesen dann die Fallteams aller: %(names)s.") % {
            "names": readers
        }

    def cases(self) -> list[Case]:
        """The files the contact is entered in; none for an anonymous one."""
        if self.visitor is None:
            return []
        chosen = self.cleaned_data.get("members", [])
        return [self.visitor.case, *(case for case in self.visitor.housemates if str(case.pk) in chosen)]

    def follow_up_day(self) -> date | None:
        return comes_back_on(self.cleaned_data["follow_up"], self.cleaned_data["follow_up_on"])

    def entry(self) -> dict[str, Any]:
        """Everything `record_contact` asks for except who entered it and when it was."""
        return {
            **self.contact_fields(),
            "cases": self.cases(),
            "follow_up_on": self.follow_up_day(),
            "follow_up_text": self.cleaned_data["follow_up_text"],
            "entry_key": self.cleaned_data["entry_key"],
        }


class LongForm(NewContactFields):
    """Beratung: the same inputs, then the day and a long note."""

    held_on = day_field()

    field_order = ("members", "task_area", "minutes", "minutes_other", "form", "form_other", "language", "held_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Notiz und Vereinbarungen")
        self.fields["note"].widget.attrs["rows"] = 12


class ChangeForm(ContactFields):
    """Change an entry. `read_version` is the version the form was filled from."""

    held_on = day_field(initial=None, help_text="")
    read_version = WholeNumberField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].label = _("Notiz und Vereinbarungen")
        self.fields["note"].widget.attrs["rows"] = 12
