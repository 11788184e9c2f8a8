"""Addresses of the floor."""

from django.urls import path

from . import pages

urlpatterns = [
    path("leer/", pages.empty, name="empty"),
    path("suche/", pages.search, name="search"),
    path("faelle/", pages.cases, name="cases"),
    path("fall/<uuid:pk>/", pages.case, name="case"),
    path("fall/<uuid:pk>/kontakte/", pages.contacts, name="contacts"),
    path("fall/<uuid:pk>/kontakt/", pages.contact_new, name="contact_new"),
    path("fristen/", pages.due, name="due"),
    path("jahr/<int:year>/", pages.year, name="year"),
]
