"""Two running cases of one person in one form of support become one."""

from typing import Any

from wegbuch.core import clock

from ..models import Case, CaseAccess, CaseAccessKind, Person
from .cases import add_to_team

REASON = "entered_in_error"


def join_cases(kept: Person, merged: Person) -> None:
    """Give contacts, follow-ups and team of each running case of the one person to her case of the same form.

    The case that gives stays as a closed one, so that its number is still found.
    """
    for case in Case.objects.running().filter(person=merged):
        twin = Case.objects.running().filter(person=kept, form=case.form).order_by("opened_on").first()
        if twin is not None:
            _move_rows(case, twin)
            _share_team(case, twin)
            case.closed_on, case.closing_reason = max(clock.today(), case.opened_on), REASON
            case.save()


def _move_rows(case: Case, twin: Case) -> None:
    for relation in Case._meta.related_objects:
        model: Any = relation.related_model
        if relation.field.name != "case" or model is CaseAccess or not hasattr(model, "audit_event"):
            continue
        for row in model._default_manager.filter(case=case):
            if _stands_already(row, twin):
                row.delete()
            else:
                row.case = twin
                row.save()


def _stands_already(row: Any, twin: Case) -> bool:
    """Whether the other case took part in the same contact, so that the row would only repeat it."""
    contact = getattr(row, "contact_id", None)
    is_once = any("contact" in getattr(constraint, "fields", ()) for constraint in row._meta.constraints)
    return bool(is_once and type(row)._default_manager.filter(case=twin, contact=contact).exists())


def _share_team(case: Case, twin: Case) -> None:
    team = CaseAccess.objects.open_at(clock.now()).filter(case=case, kind=CaseAccessKind.TEAM)
    for access in team.select_related("user"):
        add_to_team(twin, access.user)
