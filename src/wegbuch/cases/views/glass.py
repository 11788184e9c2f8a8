"""A file opened outside one's case team, with a reason and for a while; and those who look after it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from ..forms.glass import BreakGlassForm
from ..models import Case, CaseAccess
from ..services import cases

PER_PAGE = 50


@gate("case.break_glass", on=Case, rows="openable_by")
def break_glass(request: StaffRequest, case: Case) -> HttpResponse:
    if Case.objects.visible_to(request.user).filter(pk=case.pk).exists():
        return redirect(case)
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            cases.break_glass(case, user=request.user, reason=form.cleaned_data["reason"])
        except NotPossible as problem:
            form.add_error("reason", str(problem))
        else:
            return redirect(case)
    context = {"case": case, "person": case.person, "form": form, "ends_at": clock.now() + cases.GLASS_OPEN_FOR}
    return render(request, "cases/change/break_glass.html", context)


@gate("case.break_glass", on=Case, methods=("POST",))
def close_glass(request: StaffRequest, case: Case) -> HttpResponse:
    cases.close_glass(case, user=request.user)
    messages.success(request, _("Die Akte ist wieder geschlossen."))
    return redirect("cases:people")


@gate("glass.see", methods=("GET",))
def glasses(request: StaffRequest) -> HttpResponse:
    rows = CaseAccess.objects.visible_to(request.user).select_related("case", "user", "reviewed_by")
    page = Paginator(rows.order_by("-starts_at"), PER_PAGE).get_page(request.GET.get("seite"))
    may_review = policy.allows("glass.review", request.user.roles)
    return render(request, "cases/change/glasses.html", {"page": page, "may_review": may_review, "now": clock.now()})


@gate("glass.review", on=CaseAccess, methods=("POST",))
def glass_review(request: StaffRequest, access: CaseAccess) -> HttpResponse:
    if access.reviewed_at is None:
        cases.review_glass(access, reviewer=request.user)
    messages.success(request, _("Als geprüft vermerkt: Akte %(number)s.") % {"number": access.case.number})
    return redirect("cases:glasses")


def waiting_for_review(request: StaffRequest) -> int:
    """Openings nobody has looked at yet, for the side bar."""
    return CaseAccess.objects.visible_to(request.user).filter(reviewed_at=None).count()
