"""Forms of the house management, and of who names it."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.forms.uploads import PhotosField
from wegbuch.cases.models import Facility
from wegbuch.core.fields import ChoiceChips
from wegbuch.core.forms import WegbuchForm
from wegbuch.core.widgets import CheckList

from ..models import PostItem
from ..services import houses
from .post import PostFields, belongs_to, filled_from, refuse_photos


class HouseChangeForm(PostFields):
    """Post of a house as its management sees it: residents by name and room, nothing else about them."""

    always = ("arrived_on",)

    resident = forms.ChoiceField(label=_("Für wen?"), required=False)
    recipient = forms.CharField(
        label=_("Name auf dem Umschlag"),
        max_length=120,
        required=False,
        help_text=_("nur wenn die Person nicht in der Liste steht"),
    )
    house = ChoiceChips(label=_("In welchem Haus?"), required=False)

    field_order = ("resident", "recipient", "house")

    def __init__(self, *args: Any, kept: Sequence[Facility], item: PostItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.houses = {str(house.pk): house for house in kept}
        self.residents = {str(one.person.pk): one for one in houses.residents(kept)}
        if item and item.person and item.facility:  # who has moved out since keeps her post
            self.residents.setdefault(str(item.person_id), houses.Resident(item.person, item.facility, ""))
        self.fields["arrived_on"].help_text = ""
        groups = [
            (house.name, [(pk, one.called) for pk, one in self.residents.items() if one.house == house])
            for house in kept
        ]
        self.offer("resident", [("", _("nicht in der Liste")), *((name, rows) for name, rows in groups if rows)])
        if len(self.houses) > 1:
            self.offer("house", [(pk, house.name) for pk, house in self.houses.items()])
        else:
            del self.fields["house"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "resident" not in self.errors and not cleaned.get("resident"):
            if not cleaned.get("recipient"):
                self.add_error("resident", _("Bitte wählen Sie die Person, oder schreiben Sie den Namen vom Umschlag."))
            if "house" in self.fields and "house" not in self.errors and not cleaned.get("house"):
                self.add_error("house", _("Bitte wählen Sie das Haus."))
        return cleaned

    def addressee(self) -> dict[str, Any]:
        """Person with her house, or the name on the envelope with the house it came to."""
        if resident := self.residents.get(self.cleaned_data["resident"]):
            return {"person": resident.person, "recipient": "", "facility": resident.house}
        house = self.houses.get(self.cleaned_data.get("house", "")) or next(iter(self.houses.values()))
        return {"person": None, "recipient": self.cleaned_data["recipient"], "facility": house}


class HouseNewForm(HouseChangeForm):
    entry_key = forms.UUIDField(widget=forms.HiddenInput)
    envelope = PhotosField(label=_("Fotos vom Umschlag"), required=False, help_text=_("nur von außen, ungeöffnet"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entry_key"].initial = uuid4
        if not self.is_bound:
            self.initial.setdefault("arrived_on", "heute")
        belongs_to(self, user)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("recipient") and not cleaned.get("resident"):
            refuse_photos(self)
        return cleaned


class KeepersForm(WegbuchForm):
    """Houses × house management: a list of boxes for each house."""

    marks_optional = False

    def __init__(self, *args: Any, kept: Sequence[Facility], managers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.managers = {str(user.pk): user for user in managers}
        keeping = houses.keepers()
        for house in kept:
            field = forms.MultipleChoiceField(
                label=house.name,
                required=False,
                choices=[(pk, user.name) for pk, user in self.managers.items()],
                widget=CheckList,
                initial=[str(pk) for pk in keeping.get(house.pk, ())],
            )
            self.fields[f"house_{house.pk.hex}"] = field

    def chosen_for(self, house: Facility) -> list[User]:
        return [self.managers[pk] for pk in self.cleaned_data[f"house_{house.pk.hex}"]]


def filled_for_house(item: PostItem) -> dict[str, Any]:
    """A piece of post as the first values of the house's form."""
    return filled_from(item) | {
        "resident": str(item.person_id or ""),
        "recipient": item.recipient,
        "house": str(item.facility_id or ""),
    }
