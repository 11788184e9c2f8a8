"""The form between two people."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.cases.models import Case
from wegbuch.core import clock
from wegbuch.core.widgets import Chips
from wegbuch.counselling import visitors

from .contact import NewContactFields
from .values import called

PARTS = "case,is_anonymous,usual_of,minutes,minutes_other,form,form_other,language,language_other,channel_other"
CHOOSE_WHO = _("Bitte wählen Sie die Person und tragen Sie noch einmal ein.")


class QuickForm(NewContactFields):
    """Kurzkontakt: who, what, how long; the rest as the last time."""

    who = forms.CharField(
        label=_("Wer war da?"),
        max_length=200,
        help_text=_("Name in jeder Schreibweise, Zimmer oder „anonym“"),
        error_messages={"required": _("Bitte eintragen: Name, Zimmer oder „anonym“.")},
    )
    is_anonymous = forms.BooleanField(
        label=_("anonym"), required=False, help_text=_("Die Notiz können dann nur Sie lesen.")
    )
    case = forms.UUIDField(
        label=_("Wer ist gemeint?"), required=False, widget=Chips, error_messages={"required": CHOOSE_WHO}
    )

    field_order = ("who", "is_anonymous", "case", "members")
    hints = {
        "task_area": _(
            "8 nur für kurze Absprachen. Sitzungen gehören unter „Netzwerk“, Gruppen unter „Gruppenangebot“."
        )
    }

    def __init__(self, *args: Any, user: User, is_shielded: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].widget.attrs |= _swapping("quick_search", "input changed delay:200ms", "#hits", "who")
        self.fields["who"].widget.attrs |= {"data-takes-first": "#hits", "data-then": "[name=task_area]"}
        for name in ("is_anonymous", "case"):
            self.fields[name].widget.attrs |= _swapping("quick_person", "change", "#members", PARTS)
        if not self.is_bound:
            self.fields["task_area" if self.visitor else "who"].widget.attrs["autofocus"] = True
        self.is_shielded = is_shielded
        self.hits: list[Case] = []
        is_settled = self.visitor is not None or self.is_meant_anonymous
        self.fields["who"].required = not is_settled
        if self._value("who") and not is_settled:
            self._offer(visitors.found(str(self._value("who")), user))

    @property
    def is_meant_anonymous(self) -> bool:
        is_typed = str(self._value("who") or "").strip().casefold() == visitors.ANONYMOUS
        return is_typed or self._value("is_anonymous") in ("on", True)

    def _offer(self, hits: list[Case]) -> None:
        """Let the user choose among these people; the only one is chosen already."""
        self.hits, rooms, today = hits, visitors.rooms(hits), clock.today()
        self.fields["case"].required = bool(hits)
        self.fields["case"].widget.choices = [
            (str(case.pk), called(case, today, rooms.get(case.person_id, ""), self.is_shielded)) for case in hits
        ]
        if len(hits) == 1 and self.is_bound:
            content: Any = self.data
            self.data = content = content.copy()
            content["case"] = str(hits[0].pk)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.is_meant_anonymous:
            self.visitor = None
        elif self.hits and "case" not in self.errors:
            is_only_one = len(self.hits) == 1
            self.add_error(
                "case", _("Ist das die Person? Dann bitte noch einmal eintragen.") if is_only_one else CHOOSE_WHO
            )
        elif self.visitor is None and not self.hits and "who" not in self.errors:
            self.add_error("who", _("Niemand gefunden. Versuchen Sie Vorname, Geburtsjahr oder Zimmer."))
        return cleaned


def _swapping(url_name: str, trigger: str, target: str, sent: str) -> dict[str, str]:
    """Attributes of a field that asks the server for a part of its form."""
    return {
        "hx-post": reverse(f"counselling:{url_name}"),
        "hx-trigger": trigger,
        "hx-target": target,
        "hx-params": sent,
        "hx-sync": "this:replace",
    }
