"""Which record is the other one, and which value stays."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core import codes, dates
from wegbuch.core.fields import ChoiceChips
from wegbuch.core.forms import WegbuchForm

from ..models import Case, InterpreterWish, Person
from ..services.merges import Difference

KEPT, MERGED, BOTH = "kept", "merged", "both"
LISTS = {"sex": "sexes", "literacy": "literacy", "native_language": "languages"}


class ChooseForm(WegbuchForm):
    number = forms.CharField(
        label=_("Fallnummer der anderen Akte"), max_length=16, help_text=_("Beide Akten müssen Ihnen offenstehen.")
    )

    def __init__(self, *args: Any, person: Person, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.user = person, user

    def clean_number(self) -> Case:
        number = "".join(self.cleaned_data["number"].split())
        case = Case.objects.visible_to(self.user).filter(number__iexact=number).first()
        if case is None:
            raise ValidationError(_("Zu dieser Fallnummer gibt es keine Akte, die Sie öffnen dürfen."))
        if case.person_id == self.person.pk:
            raise ValidationError(_("Diese Akte gehört schon zu dieser Person."))
        return case


class DifferencesForm(WegbuchForm):
    """One choice for every column in which both records say something different."""

    def __init__(self, *args: Any, differences: Sequence[Difference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filled = [
            (row.label, in_words(row.field, row.merged)) for row in differences if not row.must_choose and row.merged
        ]
        for row in differences:
            if row.must_choose:
                choices: list[tuple[str, Any]] = [
                    (KEPT, in_words(row.field, row.kept)),
                    (MERGED, in_words(row.field, row.merged)),
                ]
                choices += [(BOTH, _("beides behalten"))] if row.both else []
                self.fields[row.field] = ChoiceChips(
                    label=row.label, choices=choices, initial=BOTH if row.both else KEPT
                )

    def choices(self) -> dict[str, frozenset[str]]:
        """What `merges.merge` wants to know."""
        chosen = self.cleaned_data.items()
        return {
            "take_from_merged": frozenset(name for name, choice in chosen if choice == MERGED),
            "keep_both": frozenset(name for name, choice in chosen if choice == BOTH),
        }


def in_words(field: str, value: Any) -> str:
    """A column's value as people read it."""
    if hasattr(value, "isoformat"):
        return dates.with_weekday(value)
    if field in LISTS:
        return codes.label(LISTS[field], str(value))
    if field == "interpreter_wish":
        return str(InterpreterWish(value).label)
    return str(value)
