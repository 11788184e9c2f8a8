"""Forms of the post log: new, corrected, handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases import finding
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import Case, Facility
from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import Chips

from .. import addressees, post_days
from ..models import PostItem
from ..services import post

CHOOSE_WHO = _("Bitte wählen Sie die Person und tragen Sie noch einmal ein.")
NOBODY_FOUND = _(
    "Niemand gefunden. Versuchen Sie Vorname, Geburtsjahr oder Zimmer. Oder kreuzen Sie „nicht bekannt“ an."
)
LATER = _("Fotos gehören zu einer Person. Bitte entfernen Sie sie hier, und fügen Sie sie später hinzu.")
DAY_HINTS = {
    "served_on": _("steht auf dem gelben Umschlag oder dem Rückschein, sonst Tag der Unterschrift"),
    "posted_on": _("Poststempel; beim Portal der Tag der Nachricht"),
    "received_on": _("nur wenn sich das belegen lässt"),
    "arrived_on": _("in der Einrichtung, laut Postbuch"),
    "returned_on": _("Vermerk auf dem Umschlag"),
    "handed_on": _("Tag, an dem die Person den Brief in der Hand hatte"),
}


@dataclass(frozen=True)
class DayField:
    """The field of a day with the ways of post that know it, as names of classes."""

    field: BoundField
    css: str


def _day(name: str) -> TypedDateField:
    return TypedDateField(label=PostItem.words_for(name), help_text=DAY_HINTS[name], required=False, is_past_only=True)


class PostFields(WegbuchForm):
    """What every piece of post says: sender, way, its days, who has it now."""

    marks_optional = False

    sender = ChoiceChips(label=_("Von wem?"))
    channel = ChoiceChips(label=_("Wie kam der Brief?"))
    served_on = _day("served_on")
    posted_on = _day("posted_on")
    received_on = _day("received_on")
    arrived_on = _day("arrived_on")
    returned_on = _day("returned_on")
    handed_on = _day("handed_on")
    handed_to = forms.CharField(
        label=_("Ausgehändigt an"),
        max_length=120,
        required=False,
        help_text=_("bleibt leer, wenn es die Person selbst war"),
    )

    # Days that are asked for whichever way the post came.
    always: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("sender", codes.choices("post_senders"))
        self.offer("channel", codes.choices("post_channels"))

    def _value(self, name: str) -> Any:
        return self.data.get(name) if self.is_bound else self.initial.get(name)

    @property
    def day_fields(self) -> list[DayField]:
        """Days in their order; a style sheet shows those of the way that is chosen."""
        return [DayField(self[name], self._css(name)) for name in post_days.DAYS if name != "handed_on"]

    @property
    def handed_css(self) -> str:
        return self._css("handed_on")

    @property
    def channels(self) -> Sequence[Any]:
        """The ways with the hint which day counts."""
        return codes.entries("post_channels")

    def _css(self, day: str) -> str:
        if day in self.always:
            return ""
        return " ".join(["wb-when", *(f"wb-when--{channel}" for channel in post_days.channels_with(day))])

    def clean(self) -> dict[str, Any]:
        """Days that the chosen way does not know count as empty."""
        cleaned = super().clean()
        if channel := cleaned.get("channel"):
            asked = {*post_days.OF_CHANNEL.get(channel, post_days.DAYS), *self.always}
            for name in set(post_days.DAYS) - asked:
                self.errors.pop(name, None)
                cleaned[name] = None
            if "handed_on" not in asked:
                cleaned["handed_to"] = ""
        return cleaned

    def days(self) -> dict[str, date | None]:
        return {name: self.cleaned_data[name] for name in post_days.DAYS}

    def columns(self) -> dict[str, Any]:
        """Sender, way, days and whom it was handed to."""
        data = self.cleaned_data
        return {
            "sender": data["sender"],
            "channel": data["channel"],
            "handed_to": data["handed_to"],
            "days": self.days(),
        }


class PostChangeForm(PostFields):
    """Correct a piece of post; without a name it stays whose it is."""

    who = forms.CharField(
        label=_("Für wen?"),
        max_length=120,
        required=False,
        help_text=_("Name in jeder Schreibweise oder Zimmer"),
    )
    case = forms.UUIDField(label=_("Wer ist gemeint?"), required=False, widget=Chips)
    is_unknown = forms.BooleanField(
        label=_("nicht bekannt"),
        required=False,
        help_text=_("Der Name vom Umschlag wird notiert. Ihr Team sieht die Post."),
    )

    field_order = ("who", "case", "is_unknown")
    must_name = False

    def __init__(self, *args: Any, user: User, is_shielded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].widget.attrs |= {
            "hx-post": reverse("procedures:post_search"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#hits",
            "hx-params": "who",
            "hx-sync": "this:replace",
            "data-takes-first": "#hits",
            "data-then": "[name=sender]",
        }
        self.text = str(self._value("who") or "").strip()[:120]
        self.is_nobodys = self._value("is_unknown") in ("on", True)
        self.hits = self._hits(user)
        self.chosen = self._chosen(user)
        words = addressees.called(self.hits, is_shielded=is_shielded)
        self.fields["case"].widget.choices = [(str(case.pk), word) for case, word in zip(self.hits, words, strict=True)]

    def _hits(self, user: User) -> list[Case]:
        """Who may be meant by the name; without one whoever was chosen before."""
        if self.text:
            return [] if self.is_nobodys else addressees.found(self.text, user)
        case = finding.named(self._value("case"), user)
        return [case] if case else []

    def _chosen(self, user: User) -> Case | None:
        wanted = str(self._value("case") or "")
        if wanted or not self.is_bound:
            return next((case for case in self.hits if str(case.pk) == wanted), None)
        return addressees.surely_meant(self.text, user) if self.text and not self.is_nobodys else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_nobodys and not self.text:
            self.add_error("who", _("Bitte den Namen vom Umschlag eintragen."))
        elif not self.is_nobodys and self.chosen is None:
            if self.hits:
                self.add_error("case", CHOOSE_WHO)
            elif self.text:
                self.add_error("who", NOBODY_FOUND)
            elif self.must_name:
                self.add_error("who", _("Bitte eintragen: Name oder Zimmer."))
        return cleaned

    def addressee(self) -> dict[str, Any]:
        """Person, or name on the envelope; nothing where both stay as they are."""
        if self.chosen:
            return {"person": self.chosen.person}
        return {"recipient": self.text} if self.text else {}


class PostNewForm(PostChangeForm):
    entry_key = forms.UUIDField(widget=forms.HiddenInput)
    envelope = PhotosField(
        label=_("Fotos vom Umschlag"), required=False, help_text=_("die Seite mit Stempel oder Zustelltag")
    )
    letter = PhotosField(label=_("Fotos vom Brief"), required=False, help_text=_("jede Seite, auch die Belehrung"))

    must_name = True

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["entry_key"].initial = uuid4
        belongs_to(self, user)
        if not self.is_bound and not self.hits:
            self.fields["who"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_nobodys:
            refuse_photos(self)
        return cleaned


class PhotosForm(WegbuchForm):
    """More photos for a piece of post."""

    marks_optional = False

    envelope = PhotosField(label=_("Fotos vom Umschlag"), required=False)
    letter = PhotosField(label=_("Fotos vom Brief"), required=False)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        belongs_to(self, user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and not cleaned["envelope"] and not cleaned["letter"]:
            raise ValidationError(_("Bitte wählen Sie mindestens ein Foto."))
        return cleaned


class HouseFilter(WegbuchForm):
    """Which house the list is narrowed to."""

    marks_optional = False

    haus = forms.ChoiceField(label=_("Haus"), required=False)

    def __init__(self, *args: Any, houses: Sequence[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("haus", [("", _("alle Häuser")), *((str(house.pk), house.name) for house in houses)])


class HandOutForm(WegbuchForm):
    """To whom, and on which day."""

    marks_optional = False

    handed_on = TypedDateField(label=_("Ausgehändigt am"), is_past_only=True, initial="heute")
    handed_to = forms.CharField(
        label=_("Ausgehändigt an"),
        max_length=120,
        required=False,
        help_text=_("bleibt leer, wenn es die Person selbst war"),
    )


def belongs_to(form: forms.Form, user: User) -> None:
    """Say whose photos the fields of a form take."""
    for field in form.fields.values():
        if isinstance(field, PhotosField):
            field.belongs_to(user)


def refuse_photos(form: forms.Form) -> None:
    """Photos lie in somebody's papers: none of somebody unknown."""
    for name in ("envelope", "letter"):
        if form.cleaned_data.get(name):
            form.add_error(name, LATER)


def filled_from(item: PostItem) -> dict[str, Any]:
    """A piece of post as the first values of a form."""
    return {name: getattr(item, name) for name in ("sender", "channel", "handed_to")} | post.days_of(item)
