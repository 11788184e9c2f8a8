"""Addresses of this room."""

from django.urls import path

from . import views

app_name = "jobs"

urlpatterns = [
    path("im-hintergrund/", views.jobs, name="jobs"),
    path("im-hintergrund/<uuid:pk>/", views.job, name="job"),
    path("im-hintergrund/<uuid:pk>/stand/", views.progress, name="progress"),
    path("im-hintergrund/<uuid:pk>/abbrechen/", views.job_stop, name="job_stop"),
    path("im-hintergrund/<uuid:pk>/noch-einmal/", views.job_again, name="job_again"),
    path("im-hintergrund/datei/<uuid:pk>/", views.file, name="file"),
]
