"""Who belongs to which household, from a day to a day."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core.fields import ChoiceChips, TypedDateField

from ..models import Household, HouseholdKind, HouseholdMember
from ..services import households
from .codes import CodeField
from .facts import FactForm, check_order, without_relations


class HouseholdChoice(forms.ModelChoiceField):
    """Households by the names of those members whom the user may see."""

    names: Mapping[UUID, str] = {}

    def label_from_instance(self, household: Household) -> str:
        return f"{household.get_kind_display()} {self.names.get(household.pk, '')}".strip()


class JoinForm(FactForm):
    """A person moves into a household; the former one of the same kind ends for her."""

    household = HouseholdChoice(
        label=_("Wohin?"),
        queryset=None,
        required=False,
        empty_label=_("neuer Haushalt, nur diese Person"),
        help_text=_("Zur Wahl stehen Haushalte, aus denen Sie eine Akte öffnen dürfen."),
    )
    kind = ChoiceChips(
        label=_("Art des neuen Haushalts"),
        choices=HouseholdKind.choices,
        initial=HouseholdKind.LIVING,
        required=False,
        help_text=_("Die Bedarfsgemeinschaft zählt für Leistungen. Sie kann eine andere sein als der Haushalt."),
    )
    relation = CodeField(
        label=_("Rolle in der Familie"), list_name="relations", blank=_("nicht angegeben"), required=False
    )

    field_order = ["household"]

    class Meta:
        model = HouseholdMember
        fields = ["household", "kind", "relation", "since"]
        formfield_callback = without_relations
        field_classes = {"since": TypedDateField}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = Household.objects.visible_to(user).order_by("number")
        self.offer_rows("household", offered)
        field = self.fields["household"]
        assert isinstance(field, HouseholdChoice)
        field.names = households.names_seen_by(user, offered.values_list("pk", flat=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        household = cleaned.get("household")
        kind = household.kind if household else cleaned.get("kind")
        open_ones = HouseholdMember.objects.filter(person=self.person, until=None, household__kind=kind)
        for member in open_ones:
            if household and member.household_id == household.pk:
                self.add_error("household", _("Die Person gehört schon dazu."))
            elif member.since and cleaned.get("since") and cleaned["since"] < member.since:
                self.add_error("since", _("Der bisherige Haushalt beginnt später. Bitte prüfen Sie beide Tage."))
        return cleaned

    def _post_clean(self) -> None:
        """The service makes the row; nothing is built here."""

    def store(self, version: int) -> None:
        cleaned = self.cleaned_data
        kind = cleaned["kind"] or HouseholdKind.LIVING
        household = cleaned["household"] or households.found_household(
            name=households.name_of([self.person]), kind=kind
        )
        households.join(household, self.person, since=cleaned["since"], relation=cleaned["relation"])


class MembershipForm(FactForm):
    """Days and role of a person in a household; with an end she has left."""

    relation = CodeField(
        label=_("Rolle in der Familie"), list_name="relations", blank=_("nicht angegeben"), required=False
    )

    class Meta:
        model = HouseholdMember
        fields = ["relation", "since", "until"]
        field_classes = {"since": TypedDateField, "until": TypedDateField}
        help_texts = {"until": _("Mit einem Tag hier ist die Person ausgezogen.")}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        check_order(self, cleaned)
        return cleaned

    def store(self, version: int) -> None:
        kind = self.instance.household.kind
        others = HouseholdMember.objects.filter(person=self.person, until=None, household__kind=kind)
        if self.instance.until is None and others.exclude(pk=self.instance.pk).exists():
            raise NotPossible("Die Person gehört jetzt schon zu einem anderen Haushalt dieser Art.")
        super().store(version)
