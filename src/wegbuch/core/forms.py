"""One renderer for every form: label, hint before the field, error below, all tied together for screen readers."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.choices import BaseChoiceIterator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

REQUIRED = _("Bitte eintragen")
UNREADABLE = _("Der Text enthält ein Zeichen, das sich nicht speichern lässt. Bitte schreiben Sie es neu.")
MESSAGES = {
    "required": REQUIRED,
    "invalid_choice": _("Bitte wählen Sie eine der Möglichkeiten."),
    "max_length": _("Bitte kürzen: höchstens %(limit_value)d Zeichen."),
    "null_characters_not_allowed": UNREADABLE,
}
# They turn the text around, also what stands behind it. Persian needs U+200C and U+200D, Arabic U+200E and U+200F.
TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")
NUMBERS = (
    _("eine"),
    _("zwei"),
    _("drei"),
    _("vier"),
    _("fünf"),
    _("sechs"),
    _("sieben"),
    _("acht"),
    _("neun"),
    _("zehn"),
)


def refuse_unreadable(text: Any) -> None:
    """Half characters come from broken programs; no database keeps them."""
    if not _is_whole(str(text)):
        raise ValidationError(UNREADABLE, code="unreadable")


def _is_whole(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def without_turns(text: str) -> str:
    """The text without the signs that force a direction on it; the letters know theirs."""
    return TURNS.sub("", text)


class WegbuchBoundField(BoundField):
    """A field with everything its template asks for."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.help_text = getattr(form, "hints", {}).get(name) or self.help_text

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_select(self) -> bool:
        return isinstance(self.field.widget, forms.Select) and not isinstance(self.field.widget, forms.SelectMultiple)

    @property
    def is_optional(self) -> bool:
        return not self.field.required and not self.is_revealed and getattr(self.form, "marks_optional", True)

    @property
    def revealed(self) -> BoundField | None:
        """The field that one of the choices shows."""
        reveal = getattr(self.field.widget, "reveal", None)
        return self.form[reveal[1]] if reveal else None

    @property
    def is_revealed(self) -> bool:
        reveals = (getattr(field.widget, "reveal", None) for field in self.form.fields.values())
        return any(reveal and reveal[1] == self.name for reveal in reveals)

    @property
    def read_back(self) -> str:
        """How the value was understood, once it is a good one."""
        if self.errors or not hasattr(self.field, "read_back"):
            return ""
        value = self.form.cleaned_data.get(self.name) if self.form.is_bound else self._understood_initial()
        return self.field.read_back(value) if value else ""

    def _understood_initial(self) -> Any:
        """What the field holds at first; nothing of a text that was left half typed."""
        try:
            return self.field.to_python(self.initial)
        except ValidationError:
            return None

    @property
    def aria_describedby(self) -> str:
        known = super().aria_describedby or ""
        return f"{known} {self.auto_id}_readback".strip() if self.read_back else known

    def value(self) -> Any:
        value = super().value()
        if isinstance(value, str) and not _is_whole(value):
            return value.encode("utf-8", "replace").decode()
        return value

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if widget.is_hidden:
            return attrs
        if widget.use_fieldset:
            attrs.pop("aria-invalid", None)
            return attrs
        if not self.is_check:
            attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "off"))
        attrs["class"] = " ".join(filter(None, (widget.attrs.get("class"), self._css_class())))
        return attrs

    def _css_class(self) -> str:
        name = "kern-form-input__input"
        if self.is_check:
            name = "kern-form-check__checkbox"
        elif self.is_select:
            name = "kern-form-input__select"
        return f"{name} {name}--error" if self.errors else name


class WegbuchRenderer(TemplatesSetting):
    form_template_name = "core/forms/form.html"
    field_template_name = "core/forms/field.html"
    bound_field_class = WegbuchBoundField


class Offered(list[Any], BaseChoiceIterator):
    """Pairs, or groups of pairs, as Django wants them: it need not look through every one of them again."""


class WegbuchFormMixin:
    """Plain German messages, hints by field name, no browser bubbles, no text a database cannot keep or that turns.

    hints           name of a field → sentence before it
    marks_optional  whether fields that may stay empty say „freiwillig“
    """

    use_required_attribute = False
    hints: dict[str, Any] = {}
    marks_optional = True
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)

    def offer(self, name: str, choices: Iterable[Any]) -> None:
        """Say what may be chosen in a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = Offered(choices)

    def offer_rows(self, name: str, rows: QuerySet[Any]) -> None:
        """Say which rows may be chosen in a field."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()  # type: ignore[misc]
        cleaned = self.cleaned_data if cleaned is None else cleaned  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if reveal := getattr(field.widget, "reveal", None):
                self._settle_reveal(cleaned, name, *reveal)
        return cleaned

    def _settle_reveal(self, cleaned: dict[str, Any], name: str, choice: Any, shown: str) -> None:
        """A field that is not shown counts as empty; one that is shown must be filled."""
        errors = self.errors  # type: ignore[attr-defined]
        nothing = self.fields[shown].to_python("")
        if str(cleaned.get(name)) != str(choice):
            errors.pop(shown, None)
            cleaned[shown] = nothing
        elif shown not in errors and cleaned.get(shown) == nothing:
            self.add_error(shown, ValidationError(REQUIRED, code="required"))  # type: ignore[attr-defined]


def _speak_plainly(field: forms.Field) -> None:
    for code, message in MESSAGES.items():
        if field.error_messages.get(code) is _usual_message(field, code):
            field.error_messages[code] = message
    if isinstance(field, forms.CharField):
        field.validators.append(refuse_unreadable)
        if not isinstance(field.widget, forms.PasswordInput):
            field.to_python = _read_without_turns(field.to_python)  # type: ignore[assignment, method-assign]


def _read_without_turns(to_python: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: to_python(without_turns(value) if isinstance(value, str) else value)


def _usual_message(field: forms.Field, code: str) -> Any:
    """What Django would say; a message somebody wrote for this field stays."""
    for kind in type(field).__mro__:
        known = getattr(kind, "default_error_messages", {})
        if code in known:
            return known[code]
    return None


class WegbuchForm(WegbuchFormMixin, forms.Form):
    pass


class WegbuchModelForm(WegbuchFormMixin, forms.ModelForm):
    pass


@dataclass(frozen=True)
class ErrorLine:
    text: str
    target: str


@dataclass(frozen=True)
class ErrorSummary:
    title: str
    lines: tuple[ErrorLine, ...]


def error_summary(form: forms.BaseForm) -> ErrorSummary:
    """What to change, in the order of the fields; each line leads to its field."""
    wrong = [field for field in form.visible_fields() if field.errors]
    whole = list(form.non_field_errors())
    whole += [text for field in form.hidden_fields() for text in field.errors]
    lines = [ErrorLine(str(text), "") for text in whole]
    lines += [ErrorLine(_line(field), _target(field)) for field in wrong]
    return ErrorSummary(_title(len(wrong)), tuple(lines))


def _line(field: BoundField) -> str:
    label = str(field.label)
    return f"{label}{'' if label.endswith('?') else ':'} {' '.join(map(str, field.errors))}"


def _target(field: BoundField) -> str:
    return field.id_for_label or f"{field.auto_id}_0"


def _title(count: int) -> str:
    if count == 0:
        return _now("Bitte prüfen Sie Ihre Angaben")
    if count == 1:
        return _now("Bitte ändern Sie eine Angabe")
    words = NUMBERS[count - 1] if count <= len(NUMBERS) else count
    return _now("Bitte ändern Sie %(count)s Angaben") % {"count": words}
