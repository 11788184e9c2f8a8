"""Rechte und Türen: the start page of this room."""

from django.http import HttpResponse
from django.shortcuts import render

from wegbuch.access.gate import StaffRequest, gate


@gate("entitlement.read", methods=("GET",))
def home(request: StaffRequest) -> HttpResponse:
    return render(request, "entitlements/home.html", {})
