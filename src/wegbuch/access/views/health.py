"""Whether the service answers, for the machine that watches it."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from wegbuch.access.gate import open_to_all


def _health(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


health = open_to_all(_health, methods=("GET",))
