"""What all facts about a person have in common: her, their days, and the former one that ends."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import REQUIRED, WegbuchModelForm

from ..models import Person
from ..models.facts import Period

WRONG_ORDER = _("Das Ende liegt vor dem Anfang. Bitte prüfen Sie beide Tage.")
STANDS_ALREADY = {NON_FIELD_ERRORS: {"unique_together": _("Das steht schon da.")}}


def without_relations(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """Form fields of a model's own columns; rows of other models the form asks for itself, inside their wall."""
    return None if field.is_relation else field.formfield(**kwargs)


class FactForm(WegbuchModelForm):
    """A fact about one person; a code that has ended stays a choice for its row."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = self.instance.person = person
        for name, field in self.fields.items():
            if hasattr(field, "keep"):
                field.keep(getattr(self.instance, name))

    @property
    def is_new(self) -> bool:
        return self.instance._state.adding

    def _get_validation_exclusions(self) -> set[str]:
        # With the person the model sees for itself what stands already.
        return super()._get_validation_exclusions() - {"person"}  # type: ignore[misc]

    def store(self, version: int) -> None:
        """Write the row over this version of it.

        raises  SavedMeanwhile
        """
        self.instance.version = version
        self.save()


def check_order(form: forms.ModelForm, cleaned: dict[str, Any]) -> None:
    """An end before its beginning is an error of the end."""
    since, until = cleaned.get("since"), cleaned.get("until")
    if since and until and until < since:
        form.add_error("until", WRONG_ORDER)


class PeriodForm(FactForm):
    """A fact with days; a new one may end the one that still runs."""

    ends_former = forms.BooleanField(required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.former = self._running() if self.is_new else []
        if not self.former:
            del self.fields["ends_former"]
            return
        words = ", ".join(f"„{self.in_a_word(period)}“" for period in self.former)
        self.fields["ends_former"].label = _("Der bisherige Eintrag endet am Tag davor: %(words)s") % {"words": words}

    def in_a_word(self, period: Any) -> str:
        """What the former entry says, in its own choice of this form."""
        field = self.fields[self.Meta.fields[0]]  # type: ignore[attr-defined]
        return str(field.in_a_word(getattr(period, self.Meta.fields[0])))  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_order(self, cleaned)
        if cleaned.get("ends_former") and "since" not in self.errors:
            self._check_former(cleaned.get("since"))
        return cleaned

    def _check_former(self, since: date | None) -> None:
        if since is None:
            self.add_error(
                "since", _("%(required)s: Am Tag davor endet der bisherige Eintrag.") % {"required": REQUIRED}
            )
            return
        for period in self.former:
            if period.since and period.since >= since:
                text = _(
                    "Der bisherige Eintrag beginnt am %(day)s. Bitte prüfen Sie den Tag oder nehmen Sie den Haken weg."
                )
                self.add_error("since", text % {"day": period.since.strftime("%d.%m.%Y")})

    def _running(self) -> list[Period]:
        return list(type(self.instance)._default_manager.filter(person=self.person, until=None))

    def store(self, version: int) -> None:
        with transaction.atomic():
            if self.cleaned_data.get("ends_former"):
                for period in self.former:
                    period.until = self.cleaned_data["since"] - timedelta(days=1)
                    period.save()
            super().store(version)
