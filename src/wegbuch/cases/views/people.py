"""Menschen: my people, the last opened files, somebody new."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts, waiting
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible

from .. import kept_searches
from ..doubles import doubles_of
from ..forms.person_new import PersonNewForm, birth_in, names_in
from ..forms.search import empty_field
from ..last_opened import last_opened
from ..listed import read, rows_of
from ..models import Case, Household, PossibleDouble
from ..services.admission import admit
from ..services.households import names_seen_by

PER_PAGE = 25
RESUMES = "entwurf"


@gate("person.list", methods=("GET",))
def people(request: StaffRequest) -> HttpResponse:
    mine = Case.objects.of_team_member(request.user).running()
    ordered = mine.order_by("person__surname", "person__given_name", "number")
    glance = waiting.glance(request, request.user)
    paginator = Paginator(ordered, PER_PAGE)
    paginator.count = glance.at("cases:people", lambda _: mine.count())
    page: Any = paginator.get_page(request.GET.get("seite"))
    page.object_list, recent = rows_of(read(page.object_list), last_opened(request.user))
    doubles = glance.at("cases:doubles", lambda _: PossibleDouble.objects.visible_to(request.user).open().count())
    context = {"search_field": empty_field(), "page": page, "recent": recent, "doubles": doubles}
    return render(request, "cases/people.html", context)


@gate("person.create", keeps_draft=True)
def person_new(request: StaffRequest) -> HttpResponse:
    household = _household(request)
    draft = drafts.find(request)
    if request.method != "POST":
        if not (household or draft or kept_searches.has_any(request)):
            messages.info(request, _("Bitte suchen Sie zuerst. Wer nicht dabei ist, lässt sich danach neu anlegen."))
            return redirect("cases:people")
        resumed = draft if RESUMES in request.GET else None
        initial = drafts.opened(resumed).dict() if resumed else _searched(request)
        form = PersonNewForm(initial=initial, user=request.user, household=household)
        return _page(request, form, household, draft=None if resumed else draft)
    form = PersonNewForm(request.POST, user=request.user, household=household)
    return _take_in(request, form, household)


def _take_in(request: StaffRequest, form: PersonNewForm, household: Household | None) -> HttpResponse:
    """Show who may be the same, or make the person once that was seen."""
    if not form.is_valid():
        return _page(request, form, household)
    found = doubles_of(form.record(), request.user)
    if found and not found.are_confirmed_by(request.POST.get("confirm", "")):
        return _page(request, form, household, doubles=found)
    try:
        case = admit(user=request.user, household=household, **form.admission())
    except NotPossible as error:
        form.add_error(None, str(error))
        return _page(request, form, household)
    drafts.discard(request.user, request.path)
    messages.success(request, _("Angelegt: Akte %(number)s.") % {"number": case.number})
    return redirect(case)


def _page(request: StaffRequest, form: PersonNewForm, household: Household | None, **context: Any) -> HttpResponse:
    name = names_seen_by(request.user, [household.pk])[household.pk] if household else ""
    context |= {"form": form, "household": household, "household_name": name}
    return render(request, "cases/person_new.html", context)


def _household(request: StaffRequest) -> Household | None:
    """The household the new person belongs to, if this user may open it."""
    return Household.objects.visible_to(request.user).filter(pk__in=_uuids(request.GET, "haushalt")).first()


def _searched(request: StaffRequest) -> dict[str, Any]:
    """What was typed into the search, as first guess."""
    text = kept_searches.text_of(request, request.GET.get("suche"))
    return {**names_in(text), "born": birth_in(text)} if text else {}


def _uuids(query: QueryDict, name: str) -> list[UUID]:
    try:
        return [UUID(query.get(name, ""))]
    except ValueError:
        return []
