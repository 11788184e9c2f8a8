"""Addresses of this room: first the pages that are read, then what changes something."""

from django.urls import URLPattern, path

from .views import case, changing, files, household, people, search, twins
from .views import lists as list_pages

app_name = "cases"

reading: list[URLPattern] = [
    path("menschen/", people.people, name="people"),
    path("menschen/neu/", people.person_new, name="person_new"),
    path("suche/", search.search, name="search"),
    path("suche/<uuid:token>/", search.found, name="found"),
    path("akte/<uuid:pk>/", case.case, name="case"),
    path("akte/<uuid:pk>/teile/", case.case_panels, name="case_panels"),
    path("haushalt/<uuid:pk>/", household.household, name="household"),
    path("datei/<uuid:pk>/", files.file, name="file"),
    path("haushalt/<uuid:pk>/person/", household.add, name="household_add"),
]

lists: list[URLPattern] = [
    path("listen/", list_pages.lists, name="lists"),
    path("listen/<uuid:pk>/", list_pages.list_run, name="list"),
    path("listen/<uuid:pk>/blatt/", list_pages.list_sheet, name="list_sheet"),
    path("listen/<uuid:pk>/pruefen/", list_pages.list_check, name="list_check"),
    path("listen/<uuid:pk>/spalten/", list_pages.list_reopen, name="list_reopen"),
    path("listen/<uuid:pk>/auswahl/", list_pages.list_choose, name="list_choose"),
    path("listen/<uuid:pk>/uebernehmen/", list_pages.list_take, name="list_take"),
    path("listen/<uuid:pk>/verwerfen/", list_pages.list_discard, name="list_discard"),
    path("listen/<uuid:pk>/bericht.csv", list_pages.list_report, name="list_report"),
]

doubles: list[URLPattern] = [
    path("menschen/doppelte/", twins.doubles, name="doubles"),
    path("menschen/doppelte/<uuid:pk>/", twins.double, name="double"),
    path("menschen/doppelte/<uuid:pk>/nicht-dieselbe/", twins.double_different, name="double_different"),
    path("menschen/doppelte/<uuid:pk>/wieder-offen/", twins.double_again, name="double_again"),
    path("menschen/doppelte/zahlen/", twins.double_counts, name="double_counts"),
    path("menschen/doppelte/suchen/", twins.doubles_find, name="doubles_find"),
]

urlpatterns = [*reading, *changing.addresses, *lists, *doubles]
