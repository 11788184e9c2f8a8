"""One stored file, handed out."""

from django.http import HttpResponse

from wegbuch.access.gate import StaffRequest, gate

from .. import files
from ..models import StoredFile


@gate("file.read", on=StoredFile, methods=("GET",))
def file(request: StaffRequest, stored: StoredFile) -> HttpResponse:
    return files.response(stored)
