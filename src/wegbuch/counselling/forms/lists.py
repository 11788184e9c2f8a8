"""What lists of work are narrowed to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core import codes
from wegbuch.core.forms import WegbuchForm


class KindFilter(WegbuchForm):
    """Kind and author; whatever it does not know counts as nothing."""

    marks_optional = False
    art = forms.ChoiceField(label=_("Art"), required=False)
    wessen = forms.ChoiceField(label=_("Wessen?"), required=False, choices=[("", _("alle")), ("eigene", _("meine"))])
    monat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("art", codes.choices(kinds, blank=_("alle")))

    def chosen(self, user: User) -> dict[str, Any]:
        """What to filter the rows by."""
        self.is_valid()
        data = self.cleaned_data
        kind = {"kind": data["art"]} if data.get("art") else {}
        return kind | ({"author": user} if data.get("wessen") else {})

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in ("art", "wessen"))
