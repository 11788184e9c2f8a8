"""A choice among the codes of a lawbook list, as it reads today."""

from functools import partial
from typing import Any

from django import forms
from django.utils.functional import Promise

from wegbuch.core import codes
from wegbuch.core.fields import ChoiceChips

Choices = list[tuple[str, Any]]


def grouped(list_name: str, *, blank: str | Promise | None = None) -> Choices:
    """What may be chosen today, under the headings of the list."""
    headings = codes.book().list(list_name).groups
    found: dict[str, Choices] = {heading: [] for heading in headings.values()}
    for entry in codes.entries(list_name):
        found.setdefault(headings.get(str(entry.extra.get("group")), ""), []).append((entry.code, entry.label))
    start: Choices = [("", blank)] if blank is not None else []
    return start + [(heading, entries) for heading, entries in found.items() if entries]


class CodeField(forms.ChoiceField):
    """A select; a code that has ended stays a choice for the row that carries it."""

    def __init__(
        self, *, list_name: str, blank: str | Promise = "bitte wählen", is_grouped: bool = False, **kwargs: Any
    ) -> None:
        self.list_name = list_name
        source = grouped if is_grouped else codes.choices
        super().__init__(choices=partial(source, list_name, blank=blank), **kwargs)

    def keep(self, code: str) -> None:
        keep_choice(self, self.list_name, code)

    def in_a_word(self, code: str) -> str:
        return codes.label(self.list_name, code)


class CodeChips(ChoiceChips):
    """Up to eight codes as chips."""

    def __init__(self, *, list_name: str, **kwargs: Any) -> None:
        self.list_name = list_name
        super().__init__(choices=partial(codes.choices, list_name), **kwargs)

    def keep(self, code: str) -> None:
        keep_choice(self, self.list_name, code)


def keep_choice(field: forms.ChoiceField, list_name: str, code: str) -> None:
    """Offer a code that may no longer be chosen anew."""
    if code and not field.valid_value(code):
        standing: Any = field.choices
        field.choices = [*standing, (code, codes.label(list_name, code))]
