"""A list comes in: upload, columns, dry run, take-over."""

import re
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.cases.forms.lists import ChoicesForm, ColumnsForm, SheetForm, UploadForm
from wegbuch.cases.list_jobs import COMPARE, LONG, TAKE
from wegbuch.cases.list_pages import (
    MOST_ON_PAPER,
    Figures,
    as_csv,
    column_rows,
    fate_rows,
    filters,
    page_of,
    shows_lines,
)
from wegbuch.cases.models import ImportRun
from wegbuch.cases.services import list_chunks, list_opening
from wegbuch.cases.services import lists as services
from wegbuch.cases.services.list_fates import SIMILAR
from wegbuch.cases.services.list_portions import fates_on, sums_of
from wegbuch.jobs import services as jobs
from wegbuch.jobs.models import Job
from wegbuch.jobs.work import AtOnce

PER_PAGE = 25
LINE = re.compile(r"line_[0-9]{1,9}")


@gate("list.import", saves_itself=True)
def lists(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = services.receive(user=request.user, content=file.read(), file_name=file.name)
        except NotPossible as problem:
            form.add_error("file", str(problem))
        else:
            return redirect(run)
    runs = ImportRun.objects.visible_to(request.user).select_related("uploaded_by").defer("outline", "notes")
    page = Paginator(runs, PER_PAGE).get_page(request.GET.get("seite"))
    rows = [(run, Figures.of(run)) for run in page]
    return render(request, "cases/list_upload.html", {"form": form, "page": page, "rows": rows})


@gate("list.import", on=ImportRun, methods=("GET",))
def list_run(request: StaffRequest, run: ImportRun) -> HttpResponse:
    is_forgotten = run.state != ImportRun.State.DONE and not run.holds("outline")
    if run.state == ImportRun.State.CANCELLED or is_forgotten or not shows_lines(run, request.user):
        return render(request, "cases/list_closed.html", {"run": run, "figures": Figures.of(run)})
    if job := _open_job(run):
        return redirect(job)
    if run.state == ImportRun.State.MAPPING:
        return _columns_page(request, run)
    return _report_page(request, run)


def _columns_page(request: StaffRequest, run: ImportRun, form: ColumnsForm | None = None) -> HttpResponse:
    opened = list_opening.opened(run)
    form = form or ColumnsForm(user=request.user, run=run, opened=opened)
    context = {
        "run": run,
        "form": form,
        "rows": column_rows(form, opened),
        "opened": opened,
        "not_taken": opened.workbook.not_taken(opened.sheet),
        "sheet_form": _sheet_form(run, opened),
        "before": services.taken_before(run),
    }
    return render(request, "cases/list_columns.html", context)


def _sheet_form(run: ImportRun, opened: list_opening.Opened, data: Any = None) -> SheetForm:
    names = [sheet.name[: list_opening.NAME_LENGTH] for sheet in opened.workbook.sheets]
    initial = {"sheet": run.sheet, "header_row": run.header_row}
    return SheetForm(data, sheets=names, initial=initial, auto_id="sheet_%s")


def _report_page(request: StaffRequest, run: ImportRun) -> HttpResponse:
    sums, which = sums_of(run), request.GET.get("was", "")
    is_done = run.state == ImportRun.State.DONE
    page = page_of(run, which=which, number=request.GET.get("seite"), is_whole=is_done and "alle" in request.GET)
    choices = None if is_done else ChoicesForm(fates=_similar(page.object_list))
    context = {
        "run": run,
        "page": page,
        "rows": fate_rows(list(page.object_list), run, request.user, choices),
        "notes": services.notes_of(run),
        "figures": Figures.of(run, sums),
        "filters": filters(run),
        "which": which,
        "before": None if is_done else services.taken_before(run),
        "has_lines": bool(sums.lines),
        "fits_paper": page.paginator.count <= MOST_ON_PAPER,
        "workers": services.workers_of(run),
    }
    return render(request, "cases/list_done.html" if is_done else "cases/list_checked.html", context)


def _similar(fates: Any) -> list[Any]:
    return [fate for fate in fates if fate.kind == SIMILAR]


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("POST",))
def list_sheet(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        form = _sheet_form(run, list_opening.opened(run), request.POST)
        if form.is_valid():
            services.point_at(run, **form.cleaned_data)
        else:
            messages.error(request, _("Bitte prüfen Sie Blatt und Zeile."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(run)


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("POST",), saves_itself=True)
def list_check(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        opened = list_opening.opened(run)
        form = ColumnsForm(request.POST, user=request.user, run=run, opened=opened)
        if not form.is_valid():
            return _columns_page(request, run, form)
        wanted = {name: form.cleaned_data[name] for name in ("team", "form")}
        run = services.settle(run, columns=form.columns, workers=form.workers, **wanted)
        if len(opened.sheet.lines) > LONG:
            return redirect(jobs.start(COMPARE, owner=request.user, subject=run.pk))
        services.compare(run, pace=AtOnce())
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(run)


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("POST",))
def list_reopen(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        services.reopen(run)
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(run)


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("POST",))
def list_choose(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        services.choose(run, _choices(request, run))
        messages.success(request, _("Auswahl gemerkt."))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(f"{run.get_absolute_url()}?{request.GET.urlencode()}")


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("POST",), saves_itself=True)
def list_take(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        choices = _choices(request, run)
        if sums_of(run).lines > LONG:
            list_chunks.begin(run, choices=choices)
            return redirect(jobs.start(TAKE, owner=request.user, subject=run.pk))
        list_chunks.take(run, choices=choices)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect(run)


def _open_job(run: ImportRun) -> Job | None:
    """The work on this list that goes on in the background."""
    found = (jobs.find_open(kind, owner=run.uploaded_by, subject=run.pk) for kind in (COMPARE, TAKE))
    return next((job for job in found if job), None)


def _refuse_while_busy(run: ImportRun) -> None:
    if _open_job(run):
        raise NotPossible(_("Mit dieser Liste wird im Hintergrund gerade gearbeitet."))


def _choices(request: StaffRequest, run: ImportRun) -> dict[int, str]:
    """What was chosen on the page that was sent; lines of other pages stay as they are."""
    sent = {int(name.removeprefix("line_")) for name in request.POST if LINE.fullmatch(name)}
    form = ChoicesForm(request.POST, fates=_similar(fates_on(run, sent)))
    return form.choices if form.is_valid() else {}


@gate("list.import", on=ImportRun, methods=("POST",))
def list_discard(request: StaffRequest, run: ImportRun) -> HttpResponse:
    try:
        _refuse_while_busy(run)
        services.discard(run)
        rest = _("Wer schon übernommen ist, bleibt.") if run.is_begun else _("Übernommen wurde nichts.")
        messages.success(request, " ".join([_("Liste verworfen."), rest]))
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect("cases:lists")


@gate("list.import", on=ImportRun, rows="uploaded_by", methods=("GET",))
def list_report(request: StaffRequest, run: ImportRun) -> HttpResponse:
    if not sums_of(run).lines:
        raise Http404
    answer = HttpResponse(as_csv(run, request.user), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="liste-{run.uploaded_at:%Y-%m-%d}.csv"'
    return answer
