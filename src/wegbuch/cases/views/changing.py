"""Addresses of everything that changes a person's file."""

from django.urls import URLPattern, path

from . import closing, facts, glass, merge, person_edit, readers, team

addresses: list[URLPattern] = [
    path("akte/<uuid:pk>/person/", person_edit.person_edit, name="person_edit"),
    *facts.addresses(),
    path("akte/<uuid:pk>/zusammenfuehren/", merge.merge, name="merge"),
    path("akte/<uuid:pk>/zusammenfuehren/<uuid:other>/", merge.merge_preview, name="merge_preview"),
    path("akte/<uuid:pk>/oeffnen/", glass.break_glass, name="break_glass"),
    path("akte/<uuid:pk>/schliessen/", glass.close_glass, name="close_glass"),
    path("akten/geoeffnet/", glass.glasses, name="glasses"),
    path("akten/geoeffnet/<uuid:pk>/geprueft/", glass.glass_review, name="glass_review"),
    path("akte/<uuid:pk>/beenden/", closing.case_close, name="case_close"),
    path("akte/<uuid:pk>/wieder-oeffnen/", closing.case_reopen, name="case_reopen"),
    path("akten/zuteilung/", team.assignments, name="assignments"),
    path("akte/<uuid:pk>/fallteam/", team.case_team, name="case_team"),
    path("akte/<uuid:pk>/gelesen/", readers.readers, name="readers"),
]
