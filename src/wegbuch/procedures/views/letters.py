"""Letters: read for the first time, seen with what follows, corrected."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.drafted import SEEN_VERSION, kept, seen_version
from wegbuch.cases.models import Case
from wegbuch.core.middleware import takes_files
from wegbuch.core.models import SavedMeanwhile

from .. import law, letter_page
from ..forms import letter_facts
from ..forms.letter import NOT_SEEN, LetterFields, LetterForm
from ..letter_desk import Desk
from ..models import CrossCheck, Letter, PostItem
from ..services import deadlines, reading
from ..services.letters import Contradiction
from ..services.reading import Reading, Wishes

COMPUTE, FACTS = "compute", "facts"
NO_LONGER = gettext_lazy("Aus dem Brief folgen nicht mehr alle offenen Fristen. Bitte schließen Sie die übrigen ab.")


@takes_files
@gate("letter.enter", on=PostItem, rows="of_files_changed_by", keeps_draft=True, saves_itself=True)
def letter_new(request: StaffRequest, item: PostItem) -> HttpResponse:
    if standing := reading.letter_of(item):
        return redirect("procedures:letter", pk=standing.pk)
    assert item.person is not None
    return _desk(request, Desk(request.user, item.person, item))


@takes_files
@gate("letter.enter", on=Case, rows="changeable_by", keeps_draft=True, saves_itself=True)
def letter_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    return _desk(request, Desk(request.user, case.person))


@takes_files
@gate("letter.enter", on=Letter, rows="changeable_by", keeps_draft=True, saves_itself=True)
def letter_change(request: StaffRequest, letter: Letter) -> HttpResponse:
    return _desk(request, Desk(request.user, letter.person, letter.item, letter))


@gate("letter.read", on=Letter, methods=("GET",))
def letter(request: StaffRequest, letter: Letter) -> HttpResponse:
    desk = Desk(request.user, letter.person, letter.item, letter)
    checks = CrossCheck.objects.filter(letter=letter).select_related("asked", "asked_by", "answered_by")
    context = {
        "letter": letter,
        "photos": letter.item.files.select_related("file"),
        "check": checks.last(),
        "days": letter_page.said_days(letter),
        "result": letter_page.result_of(letter, letter_page.standing(letter)),
        "is_changeable": Letter.objects.changeable_by(request.user).filter(pk=letter.pk).exists(),
    }
    return render(request, "procedures/letter.html", {**_about(desk), **context})


def _desk(request: StaffRequest, desk: Desk) -> HttpResponse:
    """The form beside its result: shown, counted, or entered."""
    draft, resumed = kept(request)
    if request.method != "POST":
        form = _form(desk, initial=resumed)
        return _page(request, desk, form, None, draft=draft, resumed=resumed)
    if request.POST.get("do") == FACTS:
        return _facts(request, desk)
    form = _form(desk, request)
    result = _counted(form, desk) if form.is_valid() else None
    if request.POST.get("do") == COMPUTE or not form.is_valid():
        return _page(request, desk, form, result)
    if form.unseen:
        form.add_error(None, NOT_SEEN)
        return _page(request, desk, form, result)
    if entered := _enter(request, form, desk):
        drafts.discard(request.user, request.path)
        return redirect("procedures:letter", pk=entered.pk)
    return _page(request, desk, form, result)


def _facts(request: StaffRequest, desk: Desk) -> HttpResponse:
    """The part of the form that changes with the kind of letter, without a word about what is still empty."""
    typed = _without_photos(request.POST)
    for name, value in desk.known(typed.get("kind", "")).items():
        if not typed.get(name):
            typed[name] = value
    trial = _form(desk, data=typed)
    result = _counted(trial, desk) if trial.is_valid() else None
    return _page(request, desk, _form(desk, initial={name: typed[name] for name in typed}), result)


def _form(
    desk: Desk, request: StaffRequest | None = None, *, data: Any = None, initial: dict[str, Any] | None = None
) -> LetterFields:
    sent = request.POST if request else data
    kind = (sent if sent is not None else initial or {}).get("kind") or (desk.letter.kind if desk.letter else "")
    fields: dict[str, Any] = {
        "data": sent,
        "files": request.FILES if request else None,
        "user": desk.user,
        "known": desk.known(kind),
        "initial": {**desk.filled(kind), **(initial or {})},
    }
    return LetterFields(**fields) if desk.letter else LetterForm(person=desk.person, **fields)


def _read(form: LetterFields) -> Reading:
    data = form.cleaned_data
    return Reading(form.item_columns(), form.letter_columns(), data["envelope"], data["pages"])


def _counted(form: LetterFields, desk: Desk) -> letter_page.Result | None:
    """What follows from a good form; where its days contradict each other the sentence stands at the field."""
    try:
        letter, answers = reading.computed(_read(form), person=desk.person, item=desk.item)
    except Contradiction as problem:
        form.refuse(str(problem), *problem.fields)
        return None
    form.ask_for(name for name in letter_page.facts_to_ask(answers) if letter_facts.may_ask(name))
    return letter_page.result_of(letter, letter_page.computed(letter, answers))


def _enter(request: StaffRequest, form: LetterFields, desk: Desk) -> Letter | None:
    """Save what was read; None with the reason at the form where that is not possible."""
    try:
        with transaction.atomic():
            if desk.letter:
                return _change(request, form, desk.letter)
            assert isinstance(form, LetterForm)
            return _enter_new(request, form, desk)
    except Contradiction as problem:
        form.refuse(str(problem), *problem.fields)
    except NotPossible as problem:
        form.add_error(None, str(problem))
    except SavedMeanwhile:
        form.add_error(None, _("Jemand hat diesen Brief inzwischen gespeichert. Bitte sehen Sie noch einmal nach."))
    return None


def _enter_new(request: StaffRequest, form: LetterForm, desk: Desk) -> Letter:
    wishes = Wishes(
        form.responsible_user,
        form.asked_user,
        form.asks_nobody,
        notes_status=bool(form.cleaned_data.get("notes_status")),
    )
    made = reading.enter(
        _read(form),
        wishes,
        user=desk.user,
        person=desk.person,
        item=desk.item,
        entry_key=form.cleaned_data["entry_key"],
    )
    messages.success(request, _said(form))
    return made


def _change(request: StaffRequest, form: LetterFields, letter: Letter) -> Letter:
    fresh = Letter.objects.select_for_update().get(pk=letter.pk)
    if seen_version(request.POST) != _state(fresh):
        raise SavedMeanwhile(mine=letter, theirs=fresh)
    changed = reading.change(letter, _read(form), user=request.user)
    messages.success(request, _("Geändert. Die Fristen sind neu gerechnet."))
    if deadlines.left_over(changed):
        messages.warning(request, NO_LONGER)
    return changed


def _said(form: LetterForm) -> str:
    if form.asks_nobody:
        return _("Eingetragen. Die Fristen sind noch unbestätigt.")
    who = form.asked_user.name if form.asked_user else _("das Fallteam")
    return _("Eingetragen. Gefragt: %(who)s.") % {"who": who}


def _page(
    request: StaffRequest,
    desk: Desk,
    form: LetterFields,
    result: letter_page.Result | None,
    *,
    draft: Any = None,
    resumed: dict[str, Any] | None = None,
) -> HttpResponse:
    kind = law.letter_kinds().get(form.kind_code)
    context = {
        "form": form,
        "result": result or (letter_page.Result(kind) if kind else None),
        "is_same_kind": request.POST.get("do") != FACTS,
        "draft": draft,
        "discard_url": reverse("access:discard_draft"),
        "resume_url": f"{request.path}?entwurf=1",
        "version": _version(request, desk, resumed or {}),
        "photos": desk.item.files.select_related("file") if desk.item else (),
        **_about(desk),
    }
    template = (
        "procedures/_letter_swap.html" if request.htmx and request.method == "POST" else "procedures/letter_form.html"
    )
    return render(request, template, context)


def _version(request: StaffRequest, desk: Desk, resumed: dict[str, Any]) -> int:
    """What the form of a correction carries, to be compared when it is sent."""
    if desk.letter is None:
        return 0
    if SEEN_VERSION in request.POST or resumed:
        return seen_version(request.POST if SEEN_VERSION in request.POST else resumed)
    return _state(desk.letter)


def _state(letter: Letter) -> int:
    """Grows with every save of the letter and of its envelope: the form writes both."""
    return letter.version + letter.item.version


def _about(desk: Desk) -> dict[str, Any]:
    return {"desk": desk, "person": desk.person, "in_hand": desk.person, "case": desk.case}


def _without_photos(sent: QueryDict) -> QueryDict:
    """What was typed; photos are kept when the whole form is sent."""
    typed = sent.copy()
    for name in ("envelope", "pages", "envelope_remove", "pages_remove"):
        typed.pop(name, None)
    return typed
