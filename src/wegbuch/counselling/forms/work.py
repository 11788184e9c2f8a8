"""Forms of group offers and networking: with the values of the last time, for an entry in seconds."""

from datetime import date
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Facility, Office
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField, WholeNumberField
from wegbuch.counselling import speech
from wegbuch.counselling.models import NETWORKING, GroupOffer, NetworkEntry, WorkEntry
from wegbuch.counselling.models.work import MOST_PEOPLE

from .follow_ups import COMES_BACK, comes_back_on
from .parts import (
    CHOOSE,
    SpokenFields,
    TimedFields,
    channel_other_field,
    day_field,
    language_field,
    language_other_field,
    minutes_as_chosen,
    minutes_field,
    minutes_other_field,
    note_field,
)

OFFER_MINUTES, NETWORK_MINUTES = (45, 60, 90, 120, 180), (15, 30, 60, 90, 120)
SUGGESTED = 12
MOST_COLLEAGUES = 20
PLACE = _("Bitte wählen Sie ein Haus oder tragen Sie den Ort ein.")
PARTNER = _("Bitte wählen Sie eine Stelle oder tragen Sie ein, mit wem.")
NOBODY = _("Bitte tragen Sie ein, wie viele da waren: mindestens eine Person.")
CAME = ("women", "men", "diverse")
NOT_BOTH = _("Gewählt ist „%(chosen)s“, hier steht „%(typed)s“. Bitte nur eines von beiden.")
CHILDREN = _("Es können nicht mehr unter 18 sein, als da waren.")


def number_field(label: Any, most: int = MOST_PEOPLE, **texts: Any) -> WholeNumberField:
    """A number that counts as 0 when it stays empty."""
    return WholeNumberField(
        label=label,
        min_value=0,
        max_value=most,
        required=False,
        error_messages={
            "invalid": _("Bitte eine Zahl eintragen, zum Beispiel 12."),
            "min_value": _("Bitte eine Zahl ab 0 eintragen."),
            "max_value": _("Höchstens %(limit_value)s."),
        },
        **texts,
    )


class WorkFields(TimedFields):
    """What both kinds of work share. `row` is the entry that is changed, None for a new one."""

    marks_optional = False
    model: type[WorkEntry]
    lengths: tuple[int, ...]
    numbers: tuple[str, ...]
    suggested: str

    def __init__(self, *args: Any, user: User, row: WorkEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_key"].initial = uuid4
        if row is not None:
            del self.fields["entry_key"]
        self.fields[self.suggested].widget.attrs["list"] = "suggestions"
        rows = self.model.objects.of_team(user).order_by("-held_on", "-entered_at")
        self.suggestions = list(dict.fromkeys(rows.values_list(self.suggested, flat=True)[:50]))[:SUGGESTED]

    def settle_either(self, choice: str, text: str, missing: Any) -> None:
        """A choice, or a text for what is not among the choices: exactly one of them is kept.

        Where both are filled, the one that was filled now counts and not the one that stood there at first, so that
        a first value has not to be cleared away. Both filled now: refused with a sentence that names both.
        """
        chosen, typed = self.cleaned_data.get(choice), self.cleaned_data.get(text)
        if choice in self.errors or text in self.errors or bool(chosen) != bool(typed):
            return
        if not chosen:
            self.add_error(text, missing)
        elif (choice in self.changed_data) == (text in self.changed_data):
            self.add_error(text, NOT_BOTH % {"chosen": chosen, "typed": typed})
        elif text in self.changed_data:
            self.cleaned_data[choice] = None
        else:
            self.cleaned_data[text] = ""

    def numbers_typed(self) -> dict[str, int]:
        return {name: self.cleaned_data[name] or 0 for name in self.numbers}

    def entry(self) -> dict[str, Any]:
        """The columns, as typed; of a new entry also its key."""
        data = self.cleaned_data
        keyed = {"entry_key": data["entry_key"]} if "entry_key" in self.fields else {}
        own = {name: data[name] for name in ("held_on", "note", "kind", self.suggested)}
        return {**own, **keyed, **self.numbers_typed(), "minutes": self.length()}


class OfferForm(WorkFields, SpokenFields):
    """Gruppenangebot. Who came is numbers only."""

    model, lengths, suggested = GroupOffer, OFFER_MINUTES, "theme"
    numbers = ("women", "men", "diverse", "children", "colleagues", "volunteers")

    theme = forms.CharField(label=_("Thema"), max_length=60, help_text=_("ein Wort wie aus einem Programm, ohne Namen"))
    kind = forms.ChoiceField(label=_("Art"), help_text=_("für die Zahlen im Sachbericht"))
    task_area = ChoiceChips(label=_("Zu welcher Aufgabe?"), is_tasks=True, coerce=int)
    minutes = minutes_field(OFFER_MINUTES)
    minutes_other = minutes_other_field()
    women = number_field(_("Frauen und Mädchen"))
    men = number_field(_("Männer und Jungen"))
    diverse = number_field(_("divers oder unbekannt"))
    children = number_field(_("davon unter 18"), most=3 * MOST_PEOPLE)
    facility: "forms.ModelChoiceField[Facility]" = forms.ModelChoiceField(
        label=_("Wo?"), queryset=None, required=False, empty_label=_("anderer Ort")
    )
    place = forms.CharField(
        label=_("Anderer Ort"), max_length=80, required=False, help_text=_("gilt statt des Hauses, das schon dasteht")
    )
    language = language_field()
    language_other = language_other_field()
    channel_other = channel_other_field()
    held_on = day_field()
    colleagues = number_field(_("Wie viele Kolleg:innen mit Ihnen?"), most=MOST_COLLEAGUES)
    volunteers = number_field(_("Wie viele Ehrenamtliche?"))
    note = note_field(help_text=_("So wenig wie nötig, keine Anwesenheitsliste. Nur Ihr Team liest die Notiz."))
    entry_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = [area for area in codes.entries("task_areas") if int(area.code) != NETWORKING]
        self.offer("task_area", [(area.code, f"{area.code} {area.label}") for area in areas])
        self.offer("kind", codes.choices("group_offer_kinds", blank=CHOOSE))
        self.offer_rows("facility", Facility.objects.all())
        usual = speech.read(str(self.initial.get("language", "")))
        self.offer_speech(dict.fromkeys([*([usual] if usual else []), speech.GERMAN]))

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.settle_either("facility", "place", PLACE)
        self._check_people(data)
        return data

    def _check_people(self, data: dict[str, Any]) -> None:
        if any(name in self.errors for name in CAME):
            return
        came = sum(data[name] or 0 for name in CAME)
        if not came:
            self.add_error(CAME[0], NOBODY)
        elif (data.get("children") or 0) > came:
            self.add_error("children", CHILDREN)

    def entry(self) -> dict[str, Any]:
        data, (language, channel) = self.cleaned_data, self.pair()
        chosen = {name: data[name] for name in ("task_area", "facility", "place")}
        return {**super().entry(), **chosen, "language": language, "channel": channel}


class NetworkForm(WorkFields):
    """Netzwerk: with whom, what about, what came of it."""

    model, lengths, suggested = NetworkEntry, NETWORK_MINUTES, "topic"
    numbers = ("organisations",)

    office: "forms.ModelChoiceField[Office]" = forms.ModelChoiceField(
        label=_("Mit wem?"),
        queryset=None,
        required=False,
        empty_label=_("andere Stelle"),
        help_text=_("aus Ihrem Verzeichnis der Stellen"),
    )
    partner = forms.CharField(
        label=_("Andere Stelle"),
        max_length=120,
        required=False,
        help_text=_("die Stelle oder der Kreis, keine Person; gilt statt der Stelle, die schon dasteht"),
    )
    kind = forms.ChoiceField(label=_("Art"), help_text=_("für die Zahlen im Sachbericht"))
    topic = forms.CharField(label=_("Thema"), max_length=80, help_text=_("ohne Namen von Ratsuchenden"))
    minutes = minutes_field(NETWORK_MINUTES)
    minutes_other = minutes_other_field()
    result = ChoiceChips(label=_("Was kam dabei heraus?"), initial="open")
    agreed = forms.CharField(label=_("Was ist vereinbart?"), max_length=200, required=False)
    organisations = number_field(_("Wie viele andere Organisationen?"))
    held_on = day_field()
    next_step = forms.CharField(label=_("Nächster Schritt"), max_length=200, required=False)
    follow_up = ChoiceChips(
        label=_("Wiedervorlage"),
        choices=[("none", _("keine")), *COMES_BACK],
        initial="none",
        reveal=("date", "follow_up_on"),
    )
    follow_up_on = TypedDateField(
        label=_("Wann?"), is_future_only=True, required=False, help_text=_("zum Beispiel 5.12. oder morgen")
    )
    note = note_field(help_text=_("So wenig wie nötig. Nur Ihr Team liest die Notiz."))
    entry_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: WorkEntry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        self.offer("kind", codes.choices("network_kinds", blank=CHOOSE))
        self.offer("result", codes.choices("network_results"))
        self.offer_rows("office", Office.objects.all())
        if row is not None:
            del self.fields["follow_up"], self.fields["follow_up_on"]

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        self.settle_either("office", "partner", PARTNER)
        return data

    def follow_up_day(self) -> date | None:
        return comes_back_on(self.cleaned_data["follow_up"], self.cleaned_data["follow_up_on"])

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        own = {name: data[name] for name in ("office", "partner", "result", "agreed", "next_step")}
        later = {"follow_up_on": self.follow_up_day()} if "follow_up" in self.fields else {}
        return {**super().entry(), **own, **later}


def as_entered(form: type[WorkFields], row: WorkEntry) -> dict[str, Any]:
    """An entry as the values of its form."""
    names = [name for name in form.base_fields if hasattr(row, name)]
    content = {name: getattr(row, name) for name in names}
    if isinstance(row, GroupOffer):
        content |= {"language": speech.key((row.language, row.channel)), "task_area": str(row.task_area)}
    return {**content, **minutes_as_chosen(row.minutes, form.lengths)}


def last_time(form: type[WorkFields], user: User) -> WorkEntry | None:
    """This user's last entry."""
    return cast(WorkEntry | None, form.model.objects.written_by(user).order_by("-held_on", "-entered_at").first())


def as_last_time(form: type[WorkFields], last: WorkEntry | None) -> dict[str, Any]:
    """First values of a new entry: theme, partner and place as the last one; how many came is new each time."""
    usual = {"theme", "kind", "task_area", "facility", "place", "language", "office", "partner"}
    if last is None:
        return {"minutes": "60", "language": speech.key(speech.GERMAN)}
    content = as_entered(form, last)
    return {name: value for name, value in content.items() if name in usual | {"minutes", "minutes_other"}}
