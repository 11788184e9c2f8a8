"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "reporting"

urlpatterns = [
    path("zahlen/", views.counts, name="counts"),
    path("zahlen/liste/", views.contacts, name="contacts"),
    path("zahlen/personen/", views.people, name="people"),
    path("zahlen/landkreis/", views.district, name="district"),
]
