"""Mögliche Doppelte: pairs to look at, one pair, and the numbers for the lead."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access import policy
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.jobs import services as jobs

from ..forms.twins import DifferentForm
from ..models import DoubleSearch, PossibleDouble
from ..services import twin_decisions
from ..services.merges import may_merge
from ..twin_jobs import FIND
from ..twins_page import FILTERS, Row, counts, rows

# As few as a search shows people of other teams: enough to ask the right one, too few to leaf through.
PER_PAGE = 10
DIFFERENT = "entschieden"


@gate("double.see", methods=("GET",))
def doubles(request: StaffRequest) -> HttpResponse:
    mine, chosen = PossibleDouble.objects.visible_to(request.user), request.GET.get("was", "")
    found = mine.open()
    if chosen in FILTERS:
        found = found.filter(strength=FILTERS[chosen])
    elif chosen == DIFFERENT:
        found = mine.filter(state=PossibleDouble.State.DIFFERENT)
    page = Paginator(_with_names(found), PER_PAGE).get_page(request.GET.get("seite"))
    context = {
        "page": page,
        "rows": rows(list(page.object_list), request.user),
        "chosen": chosen,
        "last": DoubleSearch.objects.first(),
        "filters": [("", _("alle offenen")), *((key, word.label) for key, word in FILTERS.items()), _decided()],
    }
    return render(request, "cases/doubles.html", context)


def _decided() -> tuple[str, str]:
    return DIFFERENT, _("nicht dieselbe Person")


def _with_names(found: QuerySet[PossibleDouble]) -> QuerySet[PossibleDouble]:
    people = ("first", "second")
    return found.select_related(*people, "decided_by").prefetch_related(*(f"{one}__spellings" for one in people))


@gate("double.see", on=PossibleDouble, methods=("GET",))
def double(request: StaffRequest, pair: PossibleDouble) -> HttpResponse:
    return _page(request, pair, DifferentForm())


@gate("double.decide", on=PossibleDouble, methods=("POST",))
def double_different(request: StaffRequest, pair: PossibleDouble) -> HttpResponse:
    form = DifferentForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, form)
    try:
        twin_decisions.say_different(pair, user=request.user, note=form.cleaned_data["note"])
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect(pair)
    messages.success(request, _("Vermerkt: nicht dieselbe Person. Dieses Paar kommt nicht wieder."))
    return redirect("cases:doubles")


def _page(request: StaffRequest, pair: PossibleDouble, form: DifferentForm) -> HttpResponse:
    [row] = rows([pair], request.user)
    context = {
        "row": row,
        "form": form,
        "may_decide": row.is_open and policy.allows("double.decide", request.user.roles),
        "hindrance": _hindrance(row, request),
        "states": PossibleDouble.State,
    }
    return render(request, "cases/double.html", context)


def _hindrance(row: Row, request: StaffRequest) -> str:
    """Why this user may not merge the two; "" where she may."""
    try:
        may_merge(row.one.person, row.other.person, request.user)
    except NotPossible as problem:
        return str(problem)
    return ""


@gate("double.decide", on=PossibleDouble, methods=("POST",))
def double_again(request: StaffRequest, pair: PossibleDouble) -> HttpResponse:
    try:
        twin_decisions.ask_again(pair, user=request.user)
        messages.success(request, _("Dieses Paar ist wieder offen."))
    except NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect(pair)


@gate("double.count", methods=("GET",))
def double_counts(request: StaffRequest) -> HttpResponse:
    return render(request, "cases/double_counts.html", {"counts": counts(), "last": DoubleSearch.objects.first()})


@gate("double.find", saves_itself=True)
def doubles_find(request: StaffRequest) -> HttpResponse:
    """Start a search; asked for as a page it leads to the one of this role, where the result stands."""
    if request.method == "POST":
        job = jobs.start(FIND, owner=request.user)
        if job.owner_id != request.user.pk:
            messages.info(request, _("Eine Suche läuft schon. Was sie findet, sehen auch Sie."))
        return redirect(job)
    is_worker = policy.allows("double.see", request.user.roles)
    return redirect("cases:doubles" if is_worker else "cases:double_counts")
