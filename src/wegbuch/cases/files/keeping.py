"""Uploads become stored files, and stored files become part of somebody's papers or go again."""

import base64
from collections.abc import Iterable
from functools import partial
from pathlib import PurePath
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.services import NotPossible
from wegbuch.cases.models import Person, StoredFile
from wegbuch.core import clock

from . import place
from .apart import harmless_apart

LARGEST = 15_000_000
NAME_LENGTH = 120
TOO_LARGE = "Die Datei hat mehr als 15 MB. Bitte fotografieren Sie jede Seite einzeln."
NO_SPACE = "Die Datei ist nicht gespeichert: Der Server nimmt gerade keine Dateien an. Bitte sagen Sie dort Bescheid."
GONE = "Eine Datei ist nicht mehr da. Bitte wählen Sie sie noch einmal."


def keep(upload: UploadedFile, *, by: User, person: Person | None = None) -> StoredFile:
    """Check an upload, make it harmless and keep it sealed until a form takes it over.

    The work is done before the row is saved: best called outside of a transaction.
    raises  NotPossible with what to do, for whatever the bytes are and when the disk is full
    """
    if (upload.size or 0) > LARGEST:
        raise NotPossible(TOO_LARGE)
    content_type, content = harmless_apart(upload.read())
    key = place.new_key()
    stored = StoredFile(
        person=person,
        name=one_line(upload.name),
        content_type=content_type,
        size=len(content),
        kept_by=by,
        kept_at=clock.now(),
        key=base64.b64encode(key).decode(),
    )
    try:
        place.write(place.address(stored.organisation_id, stored.pk), content, key=key, row=stored.pk)
    except OSError:
        raise NotPossible(NO_SPACE) from None
    stored.save()
    return stored


def claim(ids: Iterable[UUID], *, by: User, person: Person) -> list[StoredFile]:
    """Put waiting files of this user into a person's papers, in the order given.

    raises  NotPossible if one of them is not waiting or not this user's; then none is taken
    """
    wanted = list(dict.fromkeys(ids))
    with transaction.atomic():
        found = {row.pk: row for row in StoredFile.objects.waiting_for(by).select_for_update().filter(pk__in=wanted)}
        if len(found) < len(wanted):
            raise NotPossible(GONE)
        for row in found.values():
            row.person, row.attached = person, True
            row.save()
    return [found[pk] for pk in wanted]


def discard(stored: StoredFile) -> None:
    """Delete a file with its key; what lies on the disk goes when that is certain."""
    path = place.address(stored.organisation_id, stored.pk)
    with transaction.atomic():
        stored.delete()
        transaction.on_commit(partial(path.unlink, missing_ok=True))


def one_line(name: str | None) -> str:
    """A file's name without folders and breaks, short enough for a line."""
    words = PurePath(name or "").name.encode("utf-8", "replace").decode().split()
    return " ".join(words)[:NAME_LENGTH]
