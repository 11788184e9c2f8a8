"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "reporting"

urlpatterns = [
    path("zahlen/", views.counts, name="counts"),
    path("zahlen/liste/", views.contacts, name="contacts"),
    path("zahlen/personen/", views.people, name="people"),
    path("zahlen/landkreis/", views.district, name="district"),
    path("zahlen/abrechnung/", views.settlement, name="settlement"),
    path("zahlen/abrechnung/datei/<slug:ending>/", views.settlement_file, name="settlement_file"),
    path("zahlen/abrechnung/koepfe/", views.heads, name="heads"),
    path("zahlen/monate/", views.months, name="months"),
    path("zahlen/monate/<slug:month>/", views.month, name="month"),
    path("zahlen/monate/<slug:month>/abschliessen/", views.close_month, name="close_month"),
    path("zahlen/monate/<slug:month>/fehlt/", views.my_gaps, name="my_gaps"),
    path("zahlen/berichte/", views.reports, name="reports"),
    path("zahlen/berichte/<slug:report>/", views.report, name="report"),
    path("zahlen/berichte/<slug:report>/gezaehlt/", views.counted, name="counted"),
    path("zahlen/berichte/<slug:report>/nachweis/", views.proof, name="proof"),
    path("zahlen/berichte/<slug:report>/datei/<slug:ending>/", views.report_file, name="report_file"),
    path("zahlen/berichte/<slug:report>/text/<uuid:pk>/", views.report_text, name="report_text"),
]
