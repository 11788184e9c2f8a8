"""Who belongs to a household."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.core import codes
from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from ..models import Household, HouseholdMember, Person


class MemberForm(WegbuchForm):
    person: "forms.ModelChoiceField[Person]" = forms.ModelChoiceField(
        label=_("Wer kommt dazu?"), queryset=None, empty_label=_("Bitte wählen")
    )
    relation = forms.ChoiceField(label=_("Rolle in der Familie"), required=False)
    since = TypedDateField(label=_("Gehört dazu seit"), is_past_only=True, required=False)

    hints = {"person": _("Personen, in deren Akte Sie schreiben dürfen")}

    def __init__(self, *args: Any, household: Household, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there = HouseholdMember.objects.filter(household=household, until=None).values("person")
        others = Person.objects.present().changeable_by(user).exclude(pk__in=there)
        self.offer_rows("person", others.order_by("surname", "given_name"))
        self.offer("relation", codes.choices("relations", blank=_("keine Angabe")))
