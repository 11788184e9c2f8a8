"""The form „Für den Sachbericht“."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import codes
from wegbuch.core.dates import month_name
from wegbuch.core.fields import ChoiceChips
from wegbuch.core.forms import WegbuchForm
from wegbuch.counselling import months
from wegbuch.counselling.models import Contact, ReportNote
from wegbuch.counselling.report_notes import PerhapsAName, refuse_names

MONTHS_BACK = 13
LONGEST = 1000


class ReportNoteForm(WegbuchForm):
    """A text for the report. `asks` says whether the check found what may be a name."""

    marks_optional = False

    task_area = ChoiceChips(label=_("Zu welcher Aufgabe?"), is_tasks=True, coerce=int)
    month = forms.TypedChoiceField(label=_("Für welchen Monat?"), coerce=date.fromisoformat)
    text = forms.CharField(
        label=_("Für den Sachbericht"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Was gelingt, was fehlt, was sich ändern müsste. Ohne Namen und Nummern, höchstens 1.000 Zeichen."),
    )
    is_no_name = forms.BooleanField(label=_("trotzdem, es ist kein Name"), required=False)

    def __init__(
        self, *args: Any, author: User, contact: Contact | None = None, row: ReportNote | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.author, self.contact = author, contact
        self.asks = self.is_bound and bool(self.data.get("is_no_name"))
        self.offer("task_area", [(area.code, f"{area.code} {area.label}") for area in codes.entries("task_areas")])
        offered = months.last(MONTHS_BACK)
        if row is not None and row.month not in offered:
            offered.append(row.month)
        self.offer("month", [(month.isoformat(), month_name(month)) for month in offered])

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        try:
            refuse_names(
                data.get("text", ""), author=self.author, contact=self.contact, is_no_name=data.get("is_no_name", False)
            )
        except PerhapsAName as problem:
            self.asks = True
            self.add_error("text", str(problem))
        except NotPossible as problem:
            self.add_error("text", str(problem))
        return data
