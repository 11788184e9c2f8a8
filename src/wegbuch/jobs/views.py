"""What goes on in the background: one's own jobs and shared ones, one of them, the file it left."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.services import NotPossible
from wegbuch.core import clock
from wegbuch.core.handing_out import handed_out

from . import queue, services
from .models import Job, JobFile

PER_PAGE = 25


@gate("job.see", methods=("GET",))
def jobs(request: StaffRequest) -> HttpResponse:
    found = Job.objects.visible_to(request.user).select_related("progress", "owner")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("seite"))
    return render(request, "jobs/jobs.html", {"page": page})


@gate("job.see", on=Job, methods=("GET",))
def job(request: StaffRequest, job: Job) -> HttpResponse:
    return render(request, "jobs/job.html", _context(request, job))


@gate("job.see", on=Job, methods=("GET",))
def progress(request: StaffRequest, job: Job) -> HttpResponse:
    """The part of the page that asks for itself every two seconds; asked for alone it leads to the whole page."""
    if not request.htmx:
        return redirect(job)
    return render(request, "jobs/_progress.html", _context(request, job))


def _context(request: StaffRequest, job: Job) -> dict[str, Any]:
    return {
        "job": job,
        "progress": job.progress,
        "is_silent": _is_silent(job),
        "file": JobFile.objects.visible_to(request.user).filter(job=job).defer("content").first(),
    }


def _is_silent(job: Job) -> bool:
    """Whether nobody seems to be at it; one that waits may have others before it."""
    is_next = job.state == Job.State.RUNNING or (job.is_open and not queue.is_busy())
    return is_next and job.progress.is_silent(clock.now())


@gate("job.change", on=Job, methods=("POST",))
def job_stop(request: StaffRequest, job: Job) -> HttpResponse:
    try:
        services.stop(job)
    except NotPossible as problem:
        messages.warning(request, str(problem))
    return redirect(job)


@gate("job.change", on=Job, methods=("POST",), saves_itself=True)
def job_again(request: StaffRequest, job: Job) -> HttpResponse:
    try:
        return redirect(services.again(job, user=request.user))
    except NotPossible as problem:
        messages.warning(request, str(problem))
        return redirect(job)


@gate("job.see", on=JobFile, methods=("GET",))
def file(request: StaffRequest, file: JobFile) -> HttpResponse:
    return handed_out(file.clear_content, name=file.name, content_type=file.content_type)
