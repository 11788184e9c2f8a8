"""Applications: the lists, one of them, a new one, and its papers. Its steps are in `application_steps`."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from lawbook.entitlements import Rule
from wegbuch.access import drafts
from wegbuch.access.gate import StaffRequest, gate, log_looks
from wegbuch.cases.forms.drafted import kept, version_to_send
from wegbuch.cases.forms.meanwhile import Outcome, settle
from wegbuch.cases.models import Case
from wegbuch.cases.saying import said_in, said_to
from wegbuch.core import dates

from .. import applications_page as pages
from .. import doors
from ..forms import applications as forms
from ..models import Application, ApplicationPaper, ApplicationState
from ..services import applications as services

A_PAGE, FIRST = 50, 10
RUNNING = tuple(state for state in ApplicationState if state != ApplicationState.CLOSED)


@gate("application.read", methods=("GET",))
def applications(request: StaffRequest) -> HttpResponse:
    whose, state = request.GET.get("wessen", pages.FOR_ME), request.GET.get("stand", "")
    state = state if state in RUNNING else ""
    rows = pages.rows_for(request.user, whose=whose, state=state)
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("seite"))
    page.object_list = list(page.object_list)
    log_looks(pages.others(page.object_list, request.user), request.user, "application.read")
    context = {
        "page": page,
        "whose": whose,
        "state": state,
        "states": [(one.value, one.label) for one in RUNNING],
        "is_stand_in": pages.is_stand_in(request.user),
    }
    return render(request, "entitlements/applications.html", context)


@gate("application.read", methods=("GET",))
def applications_today(request: StaffRequest) -> HttpResponse:
    """The panel on Heute; without script its link leads to the whole list."""
    if not request.htmx:
        return redirect("entitlements:applications")
    rows = list(pages.today_for(request.user))
    log_looks(pages.others(rows[:FIRST], request.user), request.user, "application.read")
    context = {"rows": rows[:FIRST], "total": len(rows), "hidden": len(rows[FIRST:])}
    return render(request, "entitlements/_applications_today.html", context)


@gate("application.read", on=Case, methods=("GET",))
def applications_of_case(request: StaffRequest, case: Case) -> HttpResponse:
    """The panel on the page of a case, and the same as a page of its own."""
    rows = Application.objects.filter(person=case.person_id)
    context = {
        "case": case,
        "person": case.person,
        "in_hand": case.person,
        "open": list(pages.by_day(rows.running())),
        "is_changeable": case.is_changeable_by(request.user),
    }
    if request.htmx:
        return render(request, "entitlements/_applications_of_case.html", context)
    context["closed"] = list(pages.by_day(rows.filter(state=ApplicationState.CLOSED)))
    return render(request, "entitlements/applications_of_case.html", context)


@gate("application.change", on=Case, rows="changeable_by")
def application_new(request: StaffRequest, case: Case) -> HttpResponse:
    rule = _asked_for(request)
    form = forms.NewApplicationForm(
        request.POST or None, initial=_proposed(request, rule), person=case.person, user=request.user, rule=rule
    )
    if request.method == "POST" and form.is_valid():
        with said_in(form):
            made = services.plan(person=case.person, by=request.user, rule=rule.id if rule else "", **form.cleaned_data)
            messages.success(request, _("Vorgemerkt."))
            return redirect("entitlements:application", made.pk)
    standing = services.running_for(case.person, rule.id) if rule else None
    context = {"case": case, "in_hand": case.person, "form": form, "rule": rule, "standing": standing}
    return render(request, "entitlements/application_new.html", context)


def _asked_for(request: StaffRequest) -> Rule | None:
    """The rule named in the address; one of the sealed box is none that could be named."""
    name = request.GET.get("regel", "")
    rule = doors.rule_of(name)
    if name and rule is None:
        raise Http404
    return rule


def _proposed(request: StaffRequest, rule: Rule | None) -> dict[str, Any]:
    """What the form of a new application shows at first; an office where the directory knows only one."""
    proposed = {"responsible": request.user.pk, "look_again_on": services.next_day_to_ask()}
    if rule is None:
        return proposed
    offices = pages.offices_for(rule)
    found = {"office": offices[0].pk} if len(offices) == 1 else {}
    return {**proposed, **found, "title": rule.title, "authority": rule.authority, "papers": list(rule.documents)}


@gate("application.read", on=Application, methods=("GET",))
def application(request: StaffRequest, row: Application) -> HttpResponse:
    return show(request, row)


def show(request: StaffRequest, row: Application, **more: Any) -> HttpResponse:
    """The page of an application, with a form that was not right where there is one."""
    context = {
        "page": pages.page_of(row, request.user),
        "application": row,
        "in_hand": row.person,
        "paper_form": forms.PaperForm(),
        "asked_form": forms.AskedForm(initial={"look_again_on": services.next_day_to_ask()}),
        **more,
    }
    return render(request, "entitlements/application.html", context)


@gate("application.change", on=Application, rows="changeable_by", keeps_draft=True)
def application_change(request: StaffRequest, row: Application) -> HttpResponse:
    draft, resumed = kept(request)
    initial = forms.filled_from(row)
    given: dict[str, Any] = {"person": row.person, "user": request.user, "rule": doors.rule_of(row.rule), "row": row}
    if request.method == "POST":
        outcome = settle(
            request,
            row,
            make=lambda typed: forms.ApplicationForm(typed, initial=initial, **given),
            save=lambda form, version: services.change(row, version=version, **form.cleaned_data),
        )
        if outcome.is_saved:
            drafts.discard(request.user, request.path)
            messages.success(request, _("Gespeichert."))
            return redirect("entitlements:application", row.pk)
        draft = None
    else:
        form = forms.ApplicationForm(initial={**initial, **resumed}, **given)
        outcome = Outcome(form, version_to_send(resumed, row))
    context = {"draft": draft, "form": outcome.form, "version": outcome.version, "meanwhile": outcome.meanwhile}
    return render(
        request,
        "entitlements/application_change.html",
        {"application": row, "case": pages.case_of(row.person_id, request.user), "in_hand": row.person, **context},
    )


@gate("application.change", on=Application, rows="changeable_by", methods=("POST",))
def application_asked(request: StaffRequest, row: Application) -> HttpResponse:
    """Asked today, or only another day to ask."""
    form = forms.AskedForm(request.POST)
    if form.is_valid():
        day = form.cleaned_data["look_again_on"]
        with said_in(form, row=row):
            services.ask_again(row, by=request.user, look_again_on=day, was_asked="verschieben" not in request.POST)
            messages.success(request, _("Nachfragen am %(day)s.") % {"day": dates.with_weekday(day)})
            return redirect("entitlements:application", row.pk)
    return show(request, row, form=form, asked_form=form)


@gate("application.change", on=Application, rows="changeable_by", methods=("POST",))
def application_paper_new(request: StaffRequest, row: Application) -> HttpResponse:
    form = forms.PaperForm(request.POST)
    if form.is_valid():
        with said_in(form, field="name"):
            services.add_paper(row, name=form.cleaned_data["name"])
            return redirect("entitlements:application", row.pk)
    return show(request, row, form=form, paper_form=form)


@gate("application.change", on=ApplicationPaper, rows="changeable_by", methods=("POST",))
def application_paper(request: StaffRequest, paper: ApplicationPaper) -> HttpResponse:
    with said_to(request):
        services.tick_paper(paper, by=request.user, is_there=request.POST.get("da") == "1")
    return redirect("entitlements:application", paper.application_id)


@gate("application.change", on=ApplicationPaper, rows="changeable_by", methods=("POST",))
def application_paper_remove(request: StaffRequest, paper: ApplicationPaper) -> HttpResponse:
    paper.delete()
    messages.success(request, _("Die Unterlage steht nicht mehr auf der Liste."))
    return redirect("entitlements:application", paper.application_id)
