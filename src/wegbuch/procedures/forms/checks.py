"""Forms of Gegenrechnen: whom to ask, and what the second person reads."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core.fields import ChoiceChips, TypedDateField
from wegbuch.core.forms import WegbuchForm

from .. import law
from ..models import CrossCheck, CrossCheckWay, Letter
from ..services import checks
from .instructed import OTHER_DAY, PERIOD_CHOICES, PERIODS


class AskForm(WegbuchForm):
    asked: "forms.ModelChoiceField[User]" = forms.ModelChoiceField(
        label=_("Wer soll gegenrechnen?"), queryset=None, required=False
    )
    hints = {"asked": _("Sie sieht die Fotos und zwei Fragen, nicht Ihr Ergebnis.")}
    marks_optional = False

    def __init__(self, *args: Any, letter: Letter, user: User, team: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["asked"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = checks.colleagues(user, but=[letter.entered_by])
        field.empty_label = str(_("Alle im Fallteam")) if team else str(_("Bitte wählen"))
        field.required = not team
        last = CrossCheck.objects.filter(asked_by=user).exclude(asked=None).last()
        field.initial = last.asked_id if last else None


class CheckForm(WegbuchForm):
    """What stands on the envelope and in the instruction.

    The questions follow from how the letter came, never from what the first person read in it.
    """

    marks_optional = False

    def __init__(self, *args: Any, check: CrossCheck, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        letter, events = check.letter, law.book().events
        self.day_names = tuple(checks.asked_days(letter))
        for name, is_required in checks.asked_days(letter).items():
            hint = "" if is_required else _("Bleibt frei, wenn es nicht dasteht.")
            self.fields[name] = TypedDateField(
                label=events[name].question, required=is_required, is_past_only=True, help_text=hint
            )
        self.fields["instructed_period"] = ChoiceChips(
            label=_("Frist laut Belehrung"),
            choices=[*PERIOD_CHOICES, (OTHER_DAY, _("nennt einen Tag")), ("unclear", _("unklar"))],
        )
        self.fields["instructed_day"] = TypedDateField(
            label=_("Letzter Tag laut Brief"), required=False, help_text=_("nur wenn der Brief einen Tag nennt")
        )
        self.fields["way"] = ChoiceChips(
            label=_("Wie haben Sie gelesen?"), choices=CrossCheckWay.choices, initial=check.way
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("instructed_period") == OTHER_DAY and not cleaned.get("instructed_day"):
            self.add_error("instructed_day", _("Bitte eintragen: welchen Tag nennt der Brief?"))
        return cleaned

    def reading(self) -> dict[str, Any]:
        """What `checks.answer` asks for."""
        cleaned = self.cleaned_data
        days: dict[str, date | None] = {name: cleaned.get(name) for name in self.day_names}
        period = cleaned.get("instructed_period", "")
        return {
            "days": days,
            "instructed_period": period if period in PERIODS else "",
            "instructed_day": cleaned.get("instructed_day"),
            "way": cleaned["way"],
        }
