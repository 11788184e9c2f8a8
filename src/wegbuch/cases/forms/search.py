"""The one search field."""

from functools import cache

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm

SHORTEST, HERE = 2, "WHAT-WAS-TYPED"


@cache
def empty_field() -> SafeString:
    """The field before anybody has typed, as it stands on pages that only offer it."""
    return SearchForm().render()


def field_with(text: str) -> SafeString:
    """The field with what was searched for."""
    before, after = _around()
    return format_html("{}{}{}", before, text, after)


@cache
def _around() -> tuple[SafeString, SafeString]:
    before, _value, after = SearchForm(initial={"q": HERE}).render().partition(HERE)
    return mark_safe(before), mark_safe(after)  # noqa: S308  our own field, cut in two


class SearchForm(WegbuchForm):
    q = forms.CharField(
        label=_("Wen suchen Sie?"),
        help_text=_("Name in jeder Schrift, Geburtsdatum, Aktenzeichen, Haushalt oder Zimmer"),
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def clean_q(self) -> str:
        text = " ".join(self.cleaned_data["q"].split())
        if sum(letter.isalnum() for letter in text) < SHORTEST:
            raise ValidationError(_("Bitte schreiben Sie mindestens zwei Buchstaben oder Ziffern."), code="short")
        return text
