"""Search by post, hits at an address that tells nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.core import clock

from .. import kept_searches
from .. import search as people_search
from ..forms.search import SearchForm
from ..listed import in_years
from ..models import Case, Person
from ..places import places_of
from ..sure_hit import sure_hit


@dataclass(frozen=True)
class Row:
    """One hit as it stands in the list.

    place           house and room, "" for a hidden address
    other_spelling  the one that was found, if the row does not show it anyway
    """

    person: Person
    case: Case
    age: str
    place: str
    other_spelling: str


@gate("person.search", methods=("POST",))
def search(request: StaffRequest) -> HttpResponse:
    form = SearchForm(request.POST)
    if form.is_valid() and not ratelimit.consume(request, action="person_search", user=request.user):
        form.add_error("q", _("Sehr viele Suchen in kurzer Zeit. In 5 Minuten geht es weiter."))
    if not form.is_valid():
        request.search_text = request.POST.get("q", "")
        return render(request, "cases/found.html", {"form": form})
    text = form.cleaned_data["q"]
    token = kept_searches.keep(request, text)
    case = sure_hit(text, request.user)
    if case is not None:
        return redirect(f"{case.get_absolute_url()}?suche={token}")
    return redirect("cases:found", token=token)


@gate("person.search", methods=("GET",))
def found(request: StaffRequest, token: UUID) -> HttpResponse:
    text = kept_searches.text_of(request, token)
    if text is None:
        return redirect("cases:people")
    request.search_text = text
    result = people_search.find(text, request.user)
    context = {
        "form": SearchForm(initial={"q": text}),
        "rows": _rows(result.hits),
        "stubs": result.stubs,
        "is_searched": True,
        "new_url": f"{reverse('cases:person_new')}?suche={token}",
    }
    return render(request, "cases/found.html", context)


def _rows(hits: Sequence[people_search.Hit]) -> list[Row]:
    places, today = places_of([hit.person.pk for hit in hits]), clock.today()
    return [_row(hit, places.get(hit.person.pk, ""), today) for hit in hits]


def _row(hit: people_search.Hit, place: str, today: date) -> Row:
    person = hit.person
    is_shown = hit.matched in (person.display_name, person.native_name)
    return Row(person, hit.case, in_years(person.age_on(today)), place, "" if is_shown else hit.matched)
