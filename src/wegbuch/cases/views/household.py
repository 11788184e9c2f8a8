"""Pages of households: who belongs together, and what is the same for all."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate

from .. import search
from ..forms.household import MemberForm
from ..household_page import household_page
from ..models import Household, HouseholdKind
from ..services import households


@gate("household.read", on=Household, methods=("GET",))
def household(request: StaffRequest, household: Household) -> HttpResponse:
    return _page(request, household, MemberForm(household=household, user=request.user))


@gate("household.change", on=Household, methods=("POST",))
def add(request: StaffRequest, household: Household) -> HttpResponse:
    form = MemberForm(request.POST, household=household, user=request.user)
    if not form.is_valid():
        return _page(request, household, form)
    member = households.join(household, **form.cleaned_data)
    search.index([member.person])
    messages.success(request, _("Eingetragen. Diese Person gehört jetzt dazu."))
    return redirect("cases:household", pk=household.pk)


def _page(request: StaffRequest, household: Household, form: MemberForm) -> HttpResponse:
    page = household_page(household, request.user)
    context = {
        "page": page,
        "household": household,
        "is_benefit": household.kind == HouseholdKind.BENEFIT,
        "in_hand": page.people,
        "form": form,
        "new_url": f"{reverse('cases:person_new')}?haushalt={household.pk}",
    }
    return render(request, "cases/household.html", context)
