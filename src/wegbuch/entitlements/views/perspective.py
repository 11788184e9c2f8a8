"""The perspective of a person on the screen and on paper."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wegbuch.access.frame import SHIELD
from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.cases.models import Case
from wegbuch.core import codes

from .. import law, perspective_page, sheet
from ..forms.printing import PrintForm


@gate("entitlement.read", on=Case, methods=("GET",))
def perspective(request: StaffRequest, case: Case) -> HttpResponse:
    return _on_screen(request, case, PrintForm(person=case.person), _path(request))


@gate("entitlement.print", on=Case, methods=("POST",))
def perspective_print(request: StaffRequest, case: Case) -> HttpResponse:
    """The sheet itself: the gate has noted that it was printed."""
    form = PrintForm(request.POST, person=case.person)
    if not form.is_valid():
        return _on_screen(request, case, form)
    page = perspective_page.page_of(case, request.user, is_on_paper=True, is_shielded=_is_shielded(request))
    printed = sheet.sheet_of(page, audience=form.reader, language=form.cleaned_data["language"])
    return render(request, "entitlements/print.html", {**_context(page), "sheet": printed})


def _on_screen(request: StaffRequest, case: Case, form: PrintForm, path: str = perspective_page.ALL) -> HttpResponse:
    """The page; a birthday in the household is a look at that file."""
    page = perspective_page.page_of(case, request.user, path, is_shielded=_is_shielded(request))
    beside = list(Case.objects.visible_to(request.user).filter(pk__in=page.files))
    log_looks(beside, request.user, "entitlement.read")
    return render(request, "entitlements/perspective.html", {**_context(page), "form": form})


def _is_shielded(request: HttpRequest) -> bool:
    return bool(request.session.get(SHIELD))


def _path(request: HttpRequest) -> str:
    """The tab that was asked for; anything else is all doors."""
    wanted = request.GET.get("weg", "")
    return wanted if wanted in law.PATHS and wanted != perspective_page.RETURN else perspective_page.ALL


def _context(page: perspective_page.Perspective) -> dict[str, object]:
    return {
        "case": page.case,
        "person": page.person,
        "in_hand": page.person,
        "page": page,
        "state_of_law": codes.state_of_law(),
    }
