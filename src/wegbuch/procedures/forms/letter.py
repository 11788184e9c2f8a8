"""The form of a letter: how it came, what it is, what its deadlines hang on, who looks again."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.forms.codes import CodeChips, CodeField
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import Person
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm

from .. import law, post_days
from ..models import Instruction, PostItem
from ..services.letters import as_text
from . import letter_facts, letter_people
from .instructed import OTHER_DAY, PERIOD_CHOICES
from .letter_people import LATER, TEAM
from .post import DAY_HINTS, DayField, belongs_to

HINTS = DAY_HINTS | {
    "served_on": _("steht auf dem gelben Umschlag"),
    "handed_on": _("laut Postbuch des Hauses"),
    "posted_on": _("Poststempel auf dem Umschlag"),
    "arrived_on": _("an die Einrichtung übergeben, laut Postliste"),
}
NO_DAY = _("Bitte eintragen. Fehlt der Umschlag, tragen Sie das Datum des Bescheids ein.")
MISSING_WITH_PERIOD = _("Die Belehrung fehlt, aber eine Frist ist gewählt. Bitte prüfen Sie beides.")
NOT_SEEN = _("Zu dieser Briefart gibt es noch Angaben. Bitte sehen Sie sie an und tragen Sie dann ein.")
# Another kind of letter asks for other facts.
SWAPPING = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-vals": '{"do": "facts"}',
    "hx-target": "#result",
    "hx-params": "not envelope,pages,envelope_remove,pages_remove",
}
# Facts of the rules → the field that tells them, by the way the letter came.
FIELD_OF_FACT = {
    "sent_electronically_on": "posted_on",
    "retrieved_on": "handed_on",
    "handed_to_person_on": "handed_on",
    "handed_to_reception_centre_on": "arrived_on",
    "returned_undeliverable_on": "returned_on",
}


def _kinds() -> list[tuple[str, Any]]:
    groups = law.letter_groups()
    found: dict[str, list[tuple[str, str]]] = {heading: [] for heading in groups.values()}
    for code, kind in law.letter_kinds().items():
        found[groups[kind["group"]]].append((code, kind["label"]))
    return [("", _("bitte wählen")), *((heading, rows) for heading, rows in found.items() if rows)]


def _day(name: str) -> TypedDateField:
    column: Any = PostItem._meta.get_field(name)
    return TypedDateField(label=column.verbose_name, help_text=HINTS[name], required=False, is_past_only=True)


class LetterFields(WegbuchForm):
    """What is read from envelope and letter.

    known  days and places the file tells already, by name of the field
    """

    marks_optional = False

    envelope = PhotosField(label=_("Fotos vom Umschlag"), required=False, help_text=_("mit Stempel oder Zustelltag"))
    pages = PhotosField(label=_("Fotos vom Brief"), required=False, help_text=_("auch die Belehrung"))
    kind = forms.ChoiceField(label=_("Was ist es?"), choices=_kinds)
    channel = CodeChips(label=_("Wie kam der Brief?"), list_name="post_channels")
    served_on = _day("served_on")
    posted_on = _day("posted_on")
    received_on = _day("received_on")
    arrived_on = _day("arrived_on")
    returned_on = _day("returned_on")
    handed_on = _day("handed_on")
    decided_on = TypedDateField(
        label=_("Datum des Bescheids"), help_text=_("steht oben im Brief"), required=False, is_past_only=True
    )
    instruction = ChoiceChips(label=_("Rechtsbehelfsbelehrung"), choices=Instruction.choices)
    instructed_period = ChoiceChips(
        label=_("Frist laut Belehrung im Brief"),
        choices=[*PERIOD_CHOICES, (OTHER_DAY, _("anderer Tag")), ("", _("fehlt / unklar"))],
        required=False,
        reveal=(OTHER_DAY, "instructed_day"),
    )
    instructed_day = TypedDateField(label=_("Letzter Tag laut Brief"), required=False)
    court = CodeField(
        label=_("Gericht oder Behörde"),
        help_text=_("steht in der Belehrung"),
        list_name="courts",
        is_grouped=True,
        blank=_("noch nicht gesehen"),
        required=False,
    )
    file_number = forms.CharField(
        label=_("Aktenzeichen"), help_text=_("steht oben im Brief"), max_length=40, required=False
    )
    note = forms.CharField(
        label=_("Notiz"),
        help_text=_("So wenig wie nötig. Nur Ihr Team kann die Notiz lesen."),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, user: User, known: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.known = user, known
        belongs_to(self, user)
        self.fields["kind"].widget.attrs |= SWAPPING
        self.fact_names: list[str] = []
        self.ask_for(letter_facts.asked(self.kind_code))
        sent = self.data if self.is_bound else self.initial
        self.ask_for(sorted(letter_facts.possible(self.kind_code).intersection(sent)))

    def value_sent(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    @property
    def kind_code(self) -> str:
        code = str(self.value_sent("kind") or "")
        return code if code in law.letter_kinds() else ""

    def ask_for(self, names: Iterable[str]) -> None:
        """Add fields for further facts of the rules."""
        for name in names:
            if name not in self.fields:
                self.fields[name] = letter_facts.field_for(name, is_from_file=bool(self.known.get(name)))
                self.fact_names.append(name)

    @property
    def day_fields(self) -> list[DayField]:
        """Days of the delivery; a style sheet shows those of the way that is chosen."""
        return [
            DayField(self[name], " ".join(["wb-when", *(f"wb-when--{way}" for way in post_days.channels_with(name))]))
            for name in post_days.DAYS
        ]

    @property
    def facts(self) -> list[BoundField]:
        return [self[name] for name in self.fact_names]

    @property
    def unseen(self) -> list[str]:
        """Facts of this kind of letter that were not on the page that was sent."""
        return [name for name in letter_facts.asked(self.kind_code) if name not in self.data]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        channel = cleaned.get("channel")
        if channel:
            self._keep_days_of(channel, cleaned)
        days = [*post_days.OF_CHANNEL.get(channel or "", ()), "decided_on"]
        if channel and not any(cleaned.get(name) or name in self.errors for name in days):
            self.add_error(post_days.counting_day(channel), NO_DAY)
        if cleaned.get("instruction") == Instruction.MISSING and cleaned.get("instructed_period"):
            self.add_error("instructed_period", MISSING_WITH_PERIOD)
        return cleaned

    def _keep_days_of(self, channel: str, cleaned: dict[str, Any]) -> None:
        """Days that the chosen way does not know are no matter of this letter."""
        for name in set(post_days.DAYS) - set(post_days.OF_CHANNEL[channel]):
            self.errors.pop(name, None)
            cleaned.pop(name, None)

    def refuse(self, sentence: str, *facts: str) -> None:
        """Put what is wrong at the field that is meant: of several the last one on the page."""
        names = [FIELD_OF_FACT.get(fact, fact) for fact in facts]
        shown = [name for name in names if name in self.fields and name not in self.errors]
        self.add_error(shown[-1] if shown else None, sentence)

    def item_columns(self) -> dict[str, Any]:
        """Way and days as columns of the piece of post."""
        data = self.cleaned_data
        days = {name: data[name] for name in post_days.DAYS if name in data}
        return {"channel": data["channel"], "days": days}

    def letter_columns(self) -> dict[str, Any]:
        """What the letter says, as `enter_letter` takes it."""
        data = self.cleaned_data
        period = data["instructed_period"]
        is_read = bool(period) and data["instruction"] == Instruction.UNKNOWN
        return {
            "kind": data["kind"],
            "events": self._events(),
            "instruction": str(Instruction.CORRECT) if is_read else data["instruction"],
            "instructed_period": "" if period == OTHER_DAY else period,
            "instructed_day": data["instructed_day"],
            "court": data["court"],
            "file_number": data["file_number"],
            "note": data["note"],
        }

    def _events(self) -> dict[str, Any]:
        found = {name: letter_facts.value_of(name, self.cleaned_data.get(name)) for name in self.fact_names}
        found["decided_on"] = self.cleaned_data["decided_on"]
        return as_text(found)


class LetterForm(LetterFields):
    """A letter for the first time: read, answered for, given to a second person."""

    entry_key = forms.UUIDField(widget=forms.HiddenInput)
    responsible = ChoiceChips(label=_("Wer ist zuständig?"), required=False)
    asked = ChoiceChips(label=_("Wen fragen?"))
    notes_status = forms.BooleanField(required=False)

    def __init__(self, *args: Any, user: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["entry_key"].initial = uuid4
        self.team = letter_people.team_with(user, person)
        self.readers = letter_people.second_readers(person, user)
        self.offer("asked", self._whom_to_ask())
        usual = letter_people.usual_reader(user, self.readers)
        self.fields["asked"].initial = str(usual.pk) if usual else LATER
        self._offer_team(user)
        self._offer_status()

    def _whom_to_ask(self) -> list[tuple[str, Any]]:
        choices: list[tuple[str, Any]] = [(str(one.pk), one.name) for one in self.readers]
        if len(self.team) > 1:
            choices.append((TEAM, _("alle im Fallteam")))
        return [*choices, (LATER, _("später"))]

    def _offer_team(self, user: User) -> None:
        if len(self.team) == 1:
            del self.fields["responsible"]
            return
        self.offer("responsible", [(str(one.pk), one.name) for one in self.team])
        self.fields["responsible"].initial = str(user.pk)

    def _offer_status(self) -> None:
        status = law.letter_kind(self.kind_code).get("status") if self.kind_code else None
        if status:
            word = codes.label("residence_statuses", status)
            self.fields["notes_status"].label = _("Aufenthaltsstatus eintragen: %(status)s") % {"status": word}
        else:
            del self.fields["notes_status"]

    @property
    def ask_labels(self) -> list[str]:
        """What the button says for each choice of `asked`, in their order."""
        firsts = [str(_("Eintragen und %(name)s fragen") % {"name": one.name.split()[0]}) for one in self.readers]
        if len(self.team) > 1:
            firsts.append(str(_("Eintragen und das Fallteam fragen")))
        return [*firsts, str(_("Eintragen"))]

    @property
    def responsible_user(self) -> User:
        return _named(self.team, self.cleaned_data.get("responsible")) or self.user

    @property
    def asks_nobody(self) -> bool:
        return self.cleaned_data["asked"] == LATER

    @property
    def asked_user(self) -> User | None:
        return _named(self.readers, self.cleaned_data["asked"])


def _named(people: list[User], pk: Any) -> User | None:
    return next((one for one in people if str(one.pk) == str(pk)), None)
