"""Form fields for what is typed here every day: days, years of birth, choices as chips."""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import clock, dates
from .widgets import Chips, TaskChips

UNKNOWN_DAY = ("0.0.", "00.00.")
TOO_EARLY = _("Bitte prüfen Sie das Jahr %(year)s. Eintragen lassen sich Tage ab dem %(day)s.")
IN_THOUSANDS = re.compile(r"[+-]?(?!0)\d{1,3}(?:([. \u00a0\u2009\u202f])\d{3})(?:\1\d{3})*")


class WholeNumberField(forms.IntegerField):
    """A whole number as people write it: „1000“, „1.000“, „1 000“; „1,5“ and „1.00“ are refused."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Bitte eine ganze Zahl."),
        "min_value": _("Bitte mindestens %(limit_value)s."),
        "max_value": _("Bitte höchstens %(limit_value)s."),
    }

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        return attrs if widget.is_hidden else {**attrs, "inputmode": "numeric"}

    def to_python(self, value: Any) -> int | None:
        text = str(value).strip()
        if found := IN_THOUSANDS.fullmatch(text):
            value = text.replace(found[1], "")
        elif "." in text:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class TypedDateField(forms.DateField):
    """A day typed in any usual way; read back with its weekday.

    is_past_only    days after today are refused, „28.12.“ means the last one
    is_future_only  days before today are refused, „5.1.“ means the next one
    earliest        days before it are refused
    """

    widget = forms.TextInput
    default_error_messages = {"too_early": TOO_EARLY}

    def __init__(
        self, *, is_past_only: bool = False, is_future_only: bool = False, earliest: date | None = None, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.is_past_only, self.is_future_only, self.earliest = is_past_only, is_future_only, earliest

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        lean: dates.Lean = "past" if self.is_past_only else "future" if self.is_future_only else "near"
        try:
            return dates.read_day(str(value), clock.today(), lean)
        except dates.NoSuchDay as error:
            raise ValidationError(str(error), code="invalid") from None

    def validate(self, value: date | None) -> None:
        super().validate(value)
        today = clock.today()
        if value and self.is_past_only and value > today:
            raise ValidationError(
                _("Das Datum liegt in der Zukunft. Meinen Sie den %(day)s?"),
                code="future",
                params={"day": dates.in_figures(dates.same_day_before(value, today))},
            )
        if value and self.is_future_only and value < today:
            raise ValidationError(
                _("Der Tag ist schon vorbei. Meinen Sie den %(day)s?"),
                code="past",
                params={"day": dates.in_figures(dates.same_day_after(value, today))},
            )
        if value and self.earliest and value < self.earliest:
            raise ValidationError(
                self.error_messages["too_early"],
                code="too_early",
                params={"year": value.year, "day": dates.in_figures(self.earliest)},
            )

    def prepare_value(self, value: Any) -> Any:
        return dates.in_figures(value) if isinstance(value, date) else value

    def read_back(self, value: date) -> str:
        return dates.with_weekday(value)


class PartialDateField(forms.Field):
    """A day, or only its year: „05.03.1988“, „1988“, „00.00.1988“. Never after today.

    Gives (day, None), (None, year) or (None, None).
    """

    widget = forms.TextInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric"}

    def to_python(self, value: Any) -> tuple[date | None, int | None]:
        if isinstance(value, tuple):
            return value
        text = str(value or "").replace(" ", "")
        if not text:
            return None, None
        for unknown in UNKNOWN_DAY:
            text = text.removeprefix(unknown)
        if text.isdecimal() and len(text) == 4:
            return None, self._year(int(text))
        return self._day(str(value)), None

    def _year(self, year: int) -> int:
        if not dates.EARLIEST <= year <= clock.today().year:
            raise ValidationError(_("Bitte prüfen Sie das Jahr %(year)s."), code="invalid", params={"year": year})
        return year

    def _day(self, text: str) -> date:
        field = TypedDateField(is_past_only=True)
        day = field.clean(text)
        assert day is not None
        return day

    def validate(self, value: tuple[date | None, int | None]) -> None:
        if self.required and value == (None, None):
            raise ValidationError(self.error_messages["required"], code="required")

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, tuple):
            return value
        day, year = value
        return dates.in_figures(day) if day else str(year or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or (None, None)) != self.to_python(data)
        except ValidationError:
            return True

    def read_back(self, value: tuple[date | None, int | None]) -> str:
        day, year = value
        return dates.with_weekday(day) if day else str(_("nur das Jahr %(year)s") % {"year": year}) if year else ""


class ChoiceChips(forms.TypedChoiceField):
    """Up to eight choices as chips.

    reveal    (choice, name of the field it shows): that field is asked for only with this choice
    is_tasks  labels that begin with a number stand in a grid
    """

    def __init__(
        self,
        *,
        choices: Iterable[Any] | Callable[[], Iterable[Any]] = (),
        reveal: tuple[Any, str] | None = None,
        is_tasks: bool = False,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("widget", (TaskChips if is_tasks else Chips)(reveal=reveal))
        super().__init__(choices=choices, **kwargs)
