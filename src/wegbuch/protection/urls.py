"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "protection"

urlpatterns = [
    path("akte/<uuid:pk>/geschuetzt/", views.box, name="box"),
    path("akte/<uuid:pk>/geschuetzt/neu/", views.entry_new, name="entry_new"),
]
