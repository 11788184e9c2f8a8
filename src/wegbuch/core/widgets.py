"""Choices as real radio buttons and check boxes, so that arrow keys and screen readers know them; and long lists.

They are written down here: with a template for each choice they were a fifth of a page with a form.
"""

from collections.abc import Iterable
from html import escape
from typing import Any

from django import forms
from django.utils.safestring import SafeString, mark_safe


class Chips(forms.RadioSelect):
    """Radio buttons that look like chips.

    reveal  (choice, name of the form field that this choice shows)
    """

    css = "wb-chips"

    def __init__(
        self, attrs: dict[str, Any] | None = None, choices: Any = (), *, reveal: tuple[Any, str] | None = None
    ) -> None:
        super().__init__(attrs, choices)
        self.reveal = reveal

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        chips = "".join(f"\n  {_chip(option)}" for option in _each(self, name, value, attrs))
        return mark_safe(f'<div class="{self.css}">{chips}\n</div>')  # noqa: S308 escaped where they are written

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

    css = "wb-chips wb-tasks"

    def parted(self, label: str) -> tuple[str, str]:
        number, _space, words = label.partition(" ")
        return (number, words) if number.isdecimal() and words else ("", label)


class CheckList(forms.CheckboxSelectMultiple):
    """Check boxes one below the other."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        checks = "".join(f"\n  {_check(option)}" for option in _each(self, name, value, attrs))
        return mark_safe(f'<div class="wb-checks">{checks}\n</div>')  # noqa: S308 escaped where they are written

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"]["class"] = "kern-form-check__checkbox"
        return option


def _each(widget: forms.RadioSelect | forms.CheckboxSelectMultiple, name: str, value: Any, attrs: Any) -> Iterable[Any]:
    """The choices with everything that belongs to their input."""
    groups = widget.get_context(name, value, attrs)["widget"]["optgroups"]
    return (option for _group, options, _index in groups for option in options)


def _input(option: dict[str, Any]) -> str:
    known = {"type": option["type"], "name": option["name"], "value": str(option["value"])}
    return f"<input{_said(known | option['attrs'])}>"


def _chip(option: dict[str, Any]) -> str:
    number = f"<b>{escape(option['number'])}</b> " if option["number"] else ""
    return f"<label{_for(option)}>{_input(option)}{number}<span>{escape(option['words'])}</span></label>"


def _check(option: dict[str, Any]) -> str:
    label = f'<label class="kern-label"{_for(option)}>{escape(str(option["label"]))}</label>'
    return f'<div class="kern-form-check">{_input(option)}{label}</div>'


def _for(option: dict[str, Any]) -> str:
    return _said({"for": option["attrs"].get("id")})


def _said(attrs: dict[str, Any]) -> str:
    """Attributes as Django's `flatatt` writes them, in a third of the time."""
    known = ((name, value) for name, value in attrs.items() if value is not None and value is not False)
    return "".join(f" {name}" if value is True else f' {name}="{escape(str(value))}"' for name, value in known)


class LongSelect(forms.Select):
    """A list of a hundred choices, written down as Django's is, but not with a template for each of them."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        said = _said({"name": name, **self.build_attrs(self.attrs, attrs)})
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
