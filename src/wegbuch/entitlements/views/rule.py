"""One rule for one person."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.cases.models import Case
from wegbuch.core import codes

from .. import doors, rule_page


@gate("entitlement.read", on=Case, methods=("GET",))
def rule(request: StaffRequest, case: Case, rule: str) -> HttpResponse:
    named = doors.rule_of(rule)
    page = rule_page.rule_page(case, named, request.user, _relative(request)) if named else None
    if page is None:
        raise Http404
    others = Case.objects.visible_to(request.user).filter(pk__in=page.other_files)
    log_looks(list(others), request.user, "entitlement.read")
    context = {"page": page, "case": case, "in_hand": case.person, "state": codes.state_of_law()}
    return render(request, "entitlements/rule.html", context)


def _relative(request: StaffRequest) -> UUID | None:
    """Whom of the family abroad the page is about."""
    asked = request.GET.get("angehoerig")
    try:
        return UUID(asked) if asked else None
    except ValueError:
        raise Http404 from None
