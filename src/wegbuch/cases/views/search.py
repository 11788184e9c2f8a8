"""Search by post, hits at an address that tells nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
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
from ..places import places_of
from ..sure_hit import sure_hit


@dataclass(frozen=True)
class Row:
    """One hit as it stands in the list.

    place  house and room, "" for a hidden address
    """

    hit: people_search.Hit
    age: int | None
    place: str

    @property
    def other_spelling(self) -> str:
        """The spelling that was found, if the row does not show it anyway."""
        person = self.hit.person
        return "" if self.hit.matched in (person.display_name, person.native_name) else self.hit.matched


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
    return [Row(hit, hit.person.age_on(today), places.get(hit.person.pk, "")) for hit in hits]
