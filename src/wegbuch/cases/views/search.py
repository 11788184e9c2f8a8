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
from wegbuch.core import addresses, clock, dates

from .. import hits, kept_searches
from ..forms.search import SearchForm, field_with
from ..listed import in_years
from ..sure_hit import sure_hit


@dataclass(frozen=True)
class Row:
    """One hit as it stands in the list.

    about           age, house and room, and since when the file is closed; no house of a hidden address
    other_spelling  the one that was found, if the row does not show it anyway
    """

    person: hits.Known
    initials: str
    case_id: str
    url: str
    about: str
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
    result = hits.find(text, request.user)
    context = {
        "form": field_with(text),
        "rows": _rows(result.hits),
        "stubs": result.stubs,
        "is_searched": True,
        "new_url": f"{reverse('cases:person_new')}?suche={token}",
    }
    return render(request, "cases/found.html", context)


def _rows(people: Sequence[hits.Hit]) -> list[Row]:
    today = clock.today()
    return [_row(hit, today) for hit in people]


def _row(hit: hits.Hit, today: date) -> Row:
    person, address = hit.person, addresses.of_row("cases:case", hit.case_id)
    is_shown = hit.matched in (person.display_name, person.native_name)
    other_spelling = "" if is_shown else hit.matched
    return Row(person, person.initials, str(hit.case_id), address, _about(hit, today), other_spelling)


def _about(hit: hits.Hit, today: date) -> str:
    ended = _("Akte beendet am %(day)s") % {"day": dates.with_weekday(hit.closed_on)} if hit.closed_on else ""
    return " · ".join(part for part in (in_years(hit.person.age_on(today)), hit.place, ended) if part)
