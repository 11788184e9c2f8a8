"""The perspective of a person on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases.models import Case
from wegbuch.core import codes

from .. import law, perspective_page, sheet
from ..forms.printing import PrintForm


@gate("entitlement.read", on=Case, methods=("GET",))
def perspective(request: StaffRequest, case: Case) -> HttpResponse:
    page = perspective_page.page_of(case, request.user, _path(request))
    return render(request, "entitlements/perspective.html", _context(page, PrintForm(person=case.person)))


@gate("entitlement.print", on=Case, methods=("POST",))
def perspective_print(request: StaffRequest, case: Case) -> HttpResponse:
    """The sheet itself: the gate has noted that it was printed."""
    form = PrintForm(request.POST, person=case.person)
    page = perspective_page.page_of(case, request.user)
    if not form.is_valid():
        return render(request, "entitlements/perspective.html", _context(page, form))
    printed = sheet.sheet_of(page, audience=form.reader, language=form.cleaned_data["language"])
    context = {**_context(page, form), "sheet": printed}
    return render(request, "entitlements/print.html", context)


def _path(request: HttpRequest) -> str:
    """The tab that was asked for; anything else is all doors."""
    wanted = request.GET.get("weg", "")
    return wanted if wanted in law.PATHS and wanted != perspective_page.RETURN else perspective_page.ALL


def _context(page: perspective_page.Perspective, form: PrintForm) -> dict[str, object]:
    return {
        "case": page.case,
        "person": page.person,
        "in_hand": page.people,
        "page": page,
        "form": form,
        "state_of_law": codes.state_of_law(),
    }
