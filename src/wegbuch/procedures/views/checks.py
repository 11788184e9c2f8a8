"""Gegenrechnen: whom to ask, what the second person sees, and what comes of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.cases import files
from wegbuch.cases.saying import said_in

from .. import check_page, deadline_page
from ..forms.checks import AskForm, CheckForm
from ..models import CrossCheck, Letter
from ..services import checks


@gate("letter.check", on=CrossCheck, rows="answerable_by")
def check(request: StaffRequest, row: CrossCheck) -> HttpResponse:
    """Two questions; afterwards what came of them."""
    if row.answered_at:
        return render(request, "procedures/check_done.html", _outcome(row))
    form = CheckForm(request.POST or None, check=row)
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            checks.answer(row, by=request.user, **form.reading())
            return redirect("procedures:check", row.pk)
    photos = row.letter.item.files.select_related("file")
    return render(request, "procedures/check.html", {"check": row, "form": form, "photos": photos})


def _outcome(row: CrossCheck) -> dict[str, object]:
    letter, by = row.letter, row.answered_by
    assert by is not None
    assert row.answered_at is not None
    return {
        "check": row,
        "days": check_page.main_days(row),
        "readings": () if row.is_equal else check_page.both_readings(row),
        "confirmation": check_page.confirmed_words(letter.entered_by, letter.entered_at, by, row.answered_at),
    }


@gate("letter.check", on=CrossCheck, methods=("GET",))
def check_photo(request: StaffRequest, row: CrossCheck, photo: UUID) -> HttpResponse:
    """A photo for whoever is asked, also outside of the case team; only until she has answered."""
    shown = list(row.letter.item.files.select_related("file"))
    for number, found in enumerate(shown, start=1):
        if found.pk == photo:
            return files.response(found.file, number=number)
    raise Http404


@gate("letter.check", on=Letter, rows="changeable_by")
def check_ask(request: StaffRequest, letter: Letter) -> HttpResponse:
    team = deadline_page.case_team(letter.person_id).exclude(pk__in=(request.user.pk, letter.entered_by_id))
    form = AskForm(request.POST or None, letter=letter, user=request.user, team=team.exists())
    if request.method == "POST" and form.is_valid():
        with said_in(form, field="asked"):
            asked = checks.ask(letter, by=request.user, **form.cleaned_data).asked
            who = asked.name if asked else _("das Fallteam")
            messages.success(request, _("Gefragt: %(who)s.") % {"who": who})
            return redirect("procedures:letter", letter.pk)
    context = {"letter": letter, "in_hand": letter.person, "form": form}
    return render(request, "procedures/check_ask.html", context)
