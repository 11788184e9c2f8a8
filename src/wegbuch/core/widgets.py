"""Choices as real radio buttons and check boxes, so that arrow keys and screen readers know them."""

from typing import Any

from django import forms


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
