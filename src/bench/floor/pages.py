"""The floor's pages: signed in, the same rows, nothing else."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.backends.django import DjangoTemplates
from django.utils.timezone import now

from .models import Access, Case, Contact, Deadline, Member, Participation, Person

ROWS, CONTACTS, DEADLINES, DUE = 25, 50, 10, 50
TEMPLATES = DjangoTemplates(
    {
        "NAME": "floor",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
)


class ContactForm(forms.ModelForm):
    class Meta:
        model = Contact
        fields = ("held_on", "task_area", "topic", "form", "minutes", "language", "channel", "note")


def render(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    return HttpResponse(TEMPLATES.get_template(name).render(context, request))


@login_required
def empty(request: HttpRequest) -> HttpResponse:
    return render(request, "floor/empty.html")


@login_required
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "").lower()
    found = Person.objects.filter(
        organisation_id=request.user.organisation_id,
        token__organisation_id=request.user.organisation_id,
        token__kind="word",
        token__token__range=(text, text + "z" * 40),
    )
    rows = found.distinct().order_by("surname", "given_name")[:ROWS]
    return render(request, "floor/search.html", rows=rows, text=text)


@login_required
def cases(request: HttpRequest) -> HttpResponse:
    mine = Case.objects.filter(access__user_id=request.user.pk, access__ends_at=None, closed_on=None)
    rows = mine.select_related("person").order_by("person__surname", "person__given_name")[:ROWS]
    return render(request, "floor/cases.html", rows=rows)


@login_required
def case(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = get_object_or_404(Case.objects.select_related("person"), pk=pk)
    household = Member.objects.filter(person=shown.person, until=None).values("household_id")
    return render(
        request,
        "floor/case.html",
        case=shown,
        members=Member.objects.filter(household_id__in=household, until=None).select_related("person"),
        contacts=_contacts(shown)[:CONTACTS],
        deadlines=Deadline.objects.filter(person=shown.person).order_by("safe_day")[:DEADLINES],
    )


@login_required
def contacts(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = get_object_or_404(Case.objects.select_related("person"), pk=pk)
    return render(request, "floor/contacts.html", case=shown, contacts=_contacts(shown)[:ROWS])


def _contacts(case: Case) -> Any:
    held = Contact.objects.filter(participation__case=case)
    return held.select_related("topic").order_by("-held_on", "-entered_at")


@login_required
def contact_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    shown = get_object_or_404(Case.objects.select_related("person"), pk=pk)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        entered = form.save(commit=False)
        entered.organisation_id, entered.team_id = shown.organisation_id, shown.team_id
        entered.author_id, entered.entered_at = request.user.pk, now()
        with transaction.atomic():
            entered.save(force_insert=True)
            Participation(
                organisation_id=shown.organisation_id, contact=entered, case=shown, held_on=entered.held_on
            ).save(force_insert=True)
        return redirect("case", pk=shown.pk)
    return render(request, "floor/contact_new.html", case=shown, form=form)


@login_required
def due(request: HttpRequest) -> HttpResponse:
    mine = Access.objects.filter(user_id=request.user.pk, ends_at=None).values("case__person_id")
    rows = Deadline.objects.filter(person__in=mine, state="open").select_related("person").order_by("safe_day")[:DUE]
    return render(request, "floor/due.html", rows=rows)


@login_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    held = Contact.objects.filter(organisation_id=request.user.organisation_id, held_on__year=year)
    rows = held.values("task_area", "channel").annotate(
        contacts=Count("pk", distinct=True),
        minutes=Sum("minutes"),
        people=Count("participation__case__person", distinct=True),
    )
    return render(request, "floor/year.html", rows=rows.order_by("task_area", "channel"), year=year)
