"""Which change of the law is looked at, and a note on what it does to a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from .. import law

NOTE_LENGTH = 500


def shown_topics() -> list[tuple[str, str]]:
    """Topics of the ordinary pages; the way back is not one of them."""
    return [(code, label) for code, label in law.topics().items() if law.path_of(code) != "return"]


class ChangeForm(WegbuchForm):
    """A day, or the beginning of an older book's fingerprint."""

    marks_optional = False
    tag = TypedDateField(label=_("Tag"), required=False, help_text=_("Verglichen wird mit dem Tag davor."))
    thema = forms.ChoiceField(label=_("Thema"), required=False)
    seit = forms.RegexField("^[0-9a-f]{8}$", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("thema", [("", _("alle Themen")), *shown_topics()])


class SeenForm(WegbuchForm):
    """rule: whose answer was looked at; empty for all of a file whose answers, or whose amounts, turn."""

    change = forms.CharField(max_length=64, widget=forms.HiddenInput)
    topic = forms.CharField(max_length=48, required=False, widget=forms.HiddenInput)
    rule = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)
    kind = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)
    note = forms.CharField(
        label=_("Notiz"),
        max_length=NOTE_LENGTH,
        required=False,
        help_text=_("Das Fallteam kann sie lesen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
