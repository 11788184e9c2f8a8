"""Two records of one person become one. Everything of both stays."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible

from .. import search
from ..models import Case, HouseholdMember, Merge, Person, Spelling

# Columns of a person that a merge compares, in the order of the preview.
COMPARED = (
    "given_name",
    "surname",
    "spoken_name",
    "native_name",
    "birth_date",
    "birth_year",
    "sex",
    "entered_on",
    "literacy",
    "interpreter_wish",
    "interpreter_note",
    "contact_rule",
    "never_contact_rule",
)
UNKNOWN = ("", None, "unknown", "u")


@dataclass(frozen=True)
class Difference:
    """One line of the preview: a column in which the two records differ."""

    field: str
    label: str
    kept: Any
    merged: Any

    @property
    def must_choose(self) -> bool:
        return self.kept not in UNKNOWN and self.merged not in UNKNOWN


def differences(kept: Person, merged: Person) -> list[Difference]:
    """Where the two records differ, differences first that need a choice."""
    rows = []
    for name in COMPARED:
        one, other = getattr(kept, name), getattr(merged, name)
        if one != other:
            label = str(Person._meta.get_field(name).verbose_name)
            rows.append(Difference(name, label, one, other))
    return sorted(rows, key=lambda row: not row.must_choose)


def may_merge(kept: Person, merged: Person, user: User) -> None:
    """Check that a merge is possible.

    raises  NotPossible for one record, for a merged one, and unless the user may open every case of both
    """
    if kept.pk == merged.pk or kept.merged_into_id or merged.merged_into_id:
        raise NotPossible("Diese beiden Einträge lassen sich nicht zusammenführen.")
    cases = Case.objects.filter(person__in=[kept, merged])
    if cases.exclude(pk__in=Case.objects.visible_to(user).values("pk")).exists():
        raise NotPossible("Eine der Akten gehört einem anderen Fallteam. Bitte führen Sie beide gemeinsam zusammen.")


def merge(*, kept: Person, merged: Person, user: User, take_from_merged: frozenset[str] = frozenset()) -> Merge:
    """Move everything of one record to the other.

    take_from_merged  columns whose value comes from the record that goes; empty ones are filled in any case
    raises            NotPossible as `may_merge`
    """
    may_merge(kept, merged, user)
    with transaction.atomic():
        record = Merge(kept=kept, merged=merged, before=_both(kept, merged))
        record.save()
        names = {merged.display_name, merged.spoken_name, merged.native_name, kept.display_name}
        for difference in differences(kept, merged):
            if difference.field in take_from_merged or difference.kept in UNKNOWN:
                setattr(kept, difference.field, difference.merged)
        kept.save()
        _move_rows(kept, merged)
        known = {kept.display_name, kept.spoken_name, kept.native_name} | {row.text for row in kept.spellings.all()}
        for name in sorted(names - known - {""}):
            Spelling(person=kept, text=name).save()
        merged.merged_into = kept
        merged.save()
        search.index([kept, merged])
    return record


def _move_rows(kept: Person, merged: Person) -> None:
    """Point every row of one person at the other; what both have stays once."""
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if relation.field.name != "person" or not hasattr(model, "audit_event"):
            continue
        for row in model._default_manager.filter(person=merged):
            row.person = kept
            if _stands_already(row, kept):
                model._default_manager.get(pk=row.pk).delete()
            else:
                row.save()


def _stands_already(row: Any, kept: Person) -> bool:
    """Whether moving this row would repeat one that the other person has."""
    if isinstance(row, HouseholdMember):
        return HouseholdMember.objects.filter(person=kept, household=row.household_id, until=row.until).exists()
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "person" in constraint.fields:
            wanted = {name: getattr(row, name) for name in constraint.fields}
            if type(row)._default_manager.filter(**wanted).exists():
                return True
    return False


def _both(kept: Person, merged: Person) -> str:
    """Both records as they were, with their rows, as JSON."""
    return json.dumps({"kept": _record(kept), "merged": _record(merged)}, cls=DjangoJSONEncoder, ensure_ascii=False)


def _record(person: Person) -> dict[str, Any]:
    rows: dict[str, Any] = {"person": _columns(person)}
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if relation.field.name == "person" and hasattr(model, "audit_event"):
            rows[model._meta.label_lower] = [_columns(row) for row in model._default_manager.filter(person=person)]
    return rows


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
