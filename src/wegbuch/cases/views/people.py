"""Menschen: my people, the last opened files, somebody new."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.core import clock

from .. import kept_searches
from ..doubles import doubles_of
from ..forms.person_new import PersonNewForm, birth_in, names_in
from ..forms.search import SearchForm
from ..last_opened import last_opened
from ..models import Case, Household, Person, PossibleDouble
from ..places import places_of
from ..services.admission import admit
from ..services.households import names_seen_by

PER_PAGE = 25
RESUMES = "entwurf"


@dataclass(frozen=True)
class Row:
    """A file as it stands in a list.

    place  house and room, "" for a hidden address
    """

    case: Case
    age: int | None
    place: str

    @property
    def person(self) -> Person:
        return self.case.person

    @property
    def number(self) -> str:
        return self.case.number

    def get_absolute_url(self) -> str:
        return self.case.get_absolute_url()


@gate("person.list", methods=("GET",))
def people(request: StaffRequest) -> HttpResponse:
    mine = Case.objects.of_team_member(request.user).running().select_related("person")
    ordered = mine.order_by("person__surname", "person__given_name", "number")
    page: Page[Any] = Paginator(ordered, PER_PAGE).get_page(request.GET.get("seite"))
    shown = list(page.object_list)
    rows = _rows([*shown, *last_opened(request.user)])
    page.object_list, recent = rows[: len(shown)], rows[len(shown) :]
    context = {"search_form": SearchForm(), "page": page, "recent": recent, "doubles": _open_doubles(request.user)}
    return render(request, "cases/people.html", context)


def _open_doubles(user: User) -> int:
    return PossibleDouble.objects.visible_to(user).open().count()


def _rows(cases: list[Case]) -> list[Row]:
    places, today = places_of({case.person_id for case in cases}), clock.today()
    return [Row(case, case.person.age_on(today), places.get(case.person_id, "")) for case in cases]


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
