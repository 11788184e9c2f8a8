"""Which period is counted."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wegbuch.core import clock
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from . import periods

MONTHS_OFFERED = 36


class PeriodForm(WegbuchForm):
    """From one month to another; sent by GET, months only."""

    von = forms.ChoiceField(label=_("Von"))
    bis = forms.ChoiceField(label=_("Bis"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = [periods.month_after(periods.last_month(), -count) for count in range(MONTHS_OFFERED)]
        for field in self.fields.values():
            field.choices = [(f"{month:%Y-%m}", periods.month_name(month)) for month in months]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors:
            try:
                periods.from_query(cleaned, periods.month_of(clock.today()))
            except periods.NoSuchPeriod as problem:
                raise ValidationError(str(problem)) from None
        return cleaned


class QuarterForm(WegbuchForm):
    """One of the last quarters that stand still."""

    von = forms.ChoiceField(label=_("Quartal"))

    def __init__(self, *args: Any, quarters: list[periods.Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["von"].choices = [(f"{each.first:%Y-%m}", each.label) for each in quarters]  # type: ignore[attr-defined]


class DayForm(WegbuchForm):
    """The reference day of a settlement; sent by GET."""

    tag = TypedDateField(
        label=_("Stichtag"),
        is_past_only=True,
        error_messages={"too_early": _("Sätze stehen im Regelbuch ab %(day)s. Bitte nehmen Sie einen späteren Tag.")},
    )

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        """earliest  the first day that can be settled"""
        super().__init__(*args, **kwargs)
        self.fields["tag"].earliest = earliest  # type: ignore[attr-defined]
