"""Every address of the program."""

from django.urls import include, path

urlpatterns = [
    path("", include("wegbuch.access.urls")),
    path("", include("wegbuch.jobs.urls")),
    path("", include("wegbuch.cases.urls")),
    path("", include("wegbuch.counselling.urls")),
    path("", include("wegbuch.procedures.urls")),
    path("", include("wegbuch.entitlements.urls")),
    path("", include("wegbuch.protection.urls")),
    path("", include("wegbuch.staffing.urls")),
    path("", include("wegbuch.reporting.urls")),
]

handler400 = "wegbuch.core.errors.bad_request"
handler403 = "wegbuch.core.errors.permission_denied"
handler404 = "wegbuch.core.errors.not_found"
handler500 = "wegbuch.core.errors.server_error"
