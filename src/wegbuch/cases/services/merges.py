"""Two records of one person become one. Everything of both stays."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible

from .. import search
from ..models import Case, HouseholdMember, Merge, Person, Spelling
from .case_joining import join_cases

# Columns of a person that a merge compares, in the order of the preview.
COMPARED = (
    "given_name",
    "surname",
    "spoken_name",
    "native_name",
    "native_language",
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
# What one record says beside the other: a rule that keeps somebody safe is never lost to a choice.
JOINABLE = ("interpreter_note", "contact_rule", "never_contact_rule")


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

    @property
    def both(self) -> str:
        """Both texts in one, where both may stand."""
        return f"{self.kept}\n{self.merged}" if self.field in JOINABLE else ""


def differences(kept: Person, merged: Person) -> list[Difference]:
    """Where the two records differ, differences first that need a choice."""
    rows = []
    for name in COMPARED:
        one, other = getattr(kept, name), getattr(merged, name)
        if one != other:
            label = str(cast(models.Field, Person._meta.get_field(name)).verbose_name)
            rows.append(Difference(name, label, one, other))
    return sorted(rows, key=lambda row: not row.must_choose)


def may_merge(kept: Person, merged: Person, user: User) -> None:
    """Check that a merge is possible.

    raises  NotPossible for one record, for a merged one, and unless the user is in the case team of every case of both
    """
    if kept.pk == merged.pk or kept.merged_into_id or merged.merged_into_id:
        raise NotPossible("Diese beiden Einträge lassen sich nicht zusammenführen.")
    cases = Case.objects.filter(person__in=[kept, merged])
    if cases.exclude(pk__in=Case.objects.of_team_member(user).values("pk")).exists():
        raise NotPossible("Zusammenführen darf nur, wer im Fallteam beider Akten ist.")


def merge(
    *,
    kept: Person,
    merged: Person,
    user: User,
    take_from_merged: frozenset[str] = frozenset(),
    keep_both: frozenset[str] = frozenset(),
) -> Merge:
    """Move everything of one record to the other; running cases of the same form become one.

    take_from_merged  columns whose value comes from the record that goes; empty ones are filled in any case
    keep_both         columns of `JOINABLE` in which both texts stay, one below the other
    raises            NotPossible as `may_merge`
    """
    may_merge(kept, merged, user)
    with transaction.atomic():
        record = Merge(kept=kept, merged=merged, before=_both(kept, merged))
        record.save()
        names = _names(kept) | _names(merged)
        _settle_columns(kept, merged, take_from_merged, keep_both)
        join_cases(kept, merged)
        _move_rows(kept, merged)
        known = _names(kept) | {row.text for row in kept.spellings.all()}
        for name in sorted(names - known):
            Spelling(person=kept, text=name).save()
        merged.merged_into = kept
        merged.save()
        search.index([kept, merged])
    return record


def _names(person: Person) -> set[str]:
    return {person.display_name, person.spoken_name, person.native_name} - {""}


def _settle_columns(kept: Person, merged: Person, take: frozenset[str], keep_both: frozenset[str]) -> None:
    for difference in differences(kept, merged):
        value = difference.merged
        if difference.kept not in UNKNOWN:
            if difference.field in keep_both and difference.must_choose and difference.both:
                value = difference.both
            elif difference.field not in take:
                continue
        setattr(kept, difference.field, value)
    # Who was hidden in one record stays hidden.
    kept.is_hidden = kept.is_hidden or merged.is_hidden
    kept.save()


def _rows_of(person: Person, *, is_hidden: bool) -> Iterator[tuple[Any, list[Any]]]:
    """Every model that points at a person, with the rows of this one.

    is_hidden  also those that other rooms keep to themselves, such as the sealed box
    """
    for relation in Person._meta.get_fields(include_hidden=is_hidden):
        model: Any = relation.related_model
        is_reverse = relation.auto_created and not relation.concrete
        if is_reverse and relation.field.name == "person" and hasattr(model, "audit_event"):  # type: ignore[union-attr]
            yield model, list(model._default_manager.filter(person=person))


def _move_rows(kept: Person, merged: Person) -> None:
    """Point every row of one person at the other; what both have stays once, with what either knows."""
    for model, rows in _rows_of(merged, is_hidden=True):
        for row in rows:
            standing = _standing(row, kept)
            if standing:
                _fill(standing, row)
                model._default_manager.get(pk=row.pk).delete()
            else:
                row.person = kept
                row.save()


def _standing(row: Any, kept: Person) -> Any:
    """The row of the other person that this one would only repeat."""
    if isinstance(row, HouseholdMember):
        return HouseholdMember.objects.filter(person=kept, household=row.household_id, until=row.until).first()
    for constraint in row._meta.constraints:
        if isinstance(constraint, models.UniqueConstraint) and "person" in constraint.fields:
            wanted = {name: getattr(row, name) for name in constraint.fields if name != "person"}
            return type(row)._default_manager.filter(**wanted, person=kept).first()
    return None


def _fill(standing: Any, row: Any) -> None:
    """Write into a row what only its double knows."""
    for field in row._meta.concrete_fields:
        if getattr(standing, field.attname) in UNKNOWN and getattr(row, field.attname) not in UNKNOWN:
            setattr(standing, field.attname, getattr(row, field.attname))
    standing.save()


def _both(kept: Person, merged: Person) -> str:
    """Both records as they were, with their rows, as JSON."""
    return json.dumps({"kept": _record(kept), "merged": _record(merged)}, cls=DjangoJSONEncoder, ensure_ascii=False)


def _record(person: Person) -> dict[str, Any]:
    """Columns and rows of one person; what other rooms keep to themselves moves untouched and is not copied."""
    rows = {
        model._meta.label_lower: [_columns(row) for row in found] for model, found in _rows_of(person, is_hidden=False)
    }
    return {"person": _columns(person), **rows}


def _columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
