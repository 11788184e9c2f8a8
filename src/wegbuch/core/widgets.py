"""Choices as real radio buttons and check boxes, so that arrow keys and screen readers know them; and long lists."""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString, mark_safe


class Chips(forms.RadioSelect):
    """Radio buttons that look like chips.

    reveal  (choice, name of the form field that this choice shows)
    """

    template_name = "core/forms/chips.html"
    is_tasks = False

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, reveal: tuple[Any, str] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.reveal = reveal

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["is_tasks"] = self.is_tasks
        return context

    def create_option(self, name: Any, value: Any, label: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, label, *args, **kwargs)
        if option["index"] != "0":
            option["attrs"].pop("autofocus", None)
        option["number"], option["words"] = self.parted(str(label))
        if self.reveal and str(value) == str(self.reveal[0]):
            option["attrs"]["data-reveals"] = True
        return option

    def parted(self, label: str) -> tuple[str, str]:
        """Number and words of a label."""
        return "", label


class TaskChips(Chips):
    """Chips in a grid; „3 Wohnen“ shows its number apart."""

    is_tasks = True

    def parted(self, label: str) -> tuple[str, str]:
        number, _space, words = label.partition(" ")
        return (number, words) if number.isdecimal() and words else ("", label)


class CheckList(forms.CheckboxSelectMultiple):
    """Check boxes one below the other."""

    template_name = "core/forms/checks.html"

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["class"] = "kern-form-check__checkbox"
        return option


class LongSelect(forms.Select):
    """A list of a hundred choices, written down as Django's is, but not with a template for each of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        said = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        chosen = set(self.format_value(value))
        parts = "".join(_part(code, words, chosen) for code, words in self.choices)
        return mark_safe(f"<select{said}>{parts}\n</select>")  # noqa: S308 each value and each word is escaped below


def _part(code: Any, words: Any, chosen: set[str]) -> str:
    if isinstance(words, (list, tuple)):
        return f'\n  <optgroup label="{escape(str(code))}">{_options(words, chosen)}\n  </optgroup>'
    return _options([(code, words)], chosen)


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> str:
    told = ((str(code), str(words), " selected" if str(code) in chosen else "") for code, words in choices)
    return "".join(f'\n  <option value="{escape(code)}"{mark}>{escape(words)}</option>' for code, words, mark in told)
