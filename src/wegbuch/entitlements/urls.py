"""Addresses of what is open to a person."""

from django.urls import path

from .views import home

app_name = "entitlements"

urlpatterns = [
    path("rechte/", home.home, name="home"),
]
