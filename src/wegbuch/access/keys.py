"""The data keys of the organisations in use: made, unwrapped, renewed."""

import time
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from wegbuch.core import audit, clock
from wegbuch.core.keyring import KeyRing, KeyRingUnusable, new_ring, read_ring
from wegbuch.core.private_files import write_private
from wegbuch.core.sealed import CannotOpen

from .models import Organisation, OrganisationKey

# How long a process may go on encrypting with the key it knows before it asks which one is current.
KNOWN_FOR = 5.0


class OrganisationKeys:
    """Unwrapped keys of this process; asks the database for a key it does not know."""

    def __init__(self) -> None:
        self._keys: dict[tuple[UUID, str], bytes] = {}
        self._current: dict[UUID, tuple[float, str]] = {}

    def current(self, organisation: UUID) -> tuple[str, bytes]:
        asked_at, key_id = self._current.get(organisation, (0.0, ""))
        if not key_id or time.monotonic() - asked_at > KNOWN_FOR:
            key_id = self._ask_current(organisation)
            self._current[organisation] = (time.monotonic(), key_id)
        return key_id, self.by_id(organisation, key_id)

    def by_id(self, organisation: UUID, key_id: str) -> bytes:
        key = self._keys.get((organisation, key_id))
        if key is None:
            row = OrganisationKey.objects.filter(organisation=organisation, key_id=key_id).first()
            if row is None:
                raise CannotOpen("the key of a sealed value is gone")
            key = self._keys[organisation, key_id] = ring().unwrap(row.wrapped, binding=row.binding)
        return key

    def forget(self) -> None:
        self._keys.clear()
        self._current.clear()

    def _ask_current(self, organisation: UUID) -> str:
        row = OrganisationKey.objects.filter(organisation=organisation, retired_at=None).last()
        if row is None:
            raise CannotOpen("the organisation has no key")
        return row.key_id


provider = OrganisationKeys()


@dataclass
class _Held:
    """The ring this process read last, with path and time of its file: replaced whole, threads read it meanwhile."""

    ring: tuple[tuple[Path, int], KeyRing] | None = None


_held = _Held()


def ring() -> KeyRing:
    """The key ring as it lies on the disk; read again when the file changes."""
    path = settings.KEY_RING
    try:
        mark = (path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return read_ring(path)
    held = _held.ring
    if held is None or held[0] != mark:
        held = _held.ring = (mark, read_ring(path))
    return held[1]


def make_ring_once() -> None:
    """Make the key ring of a new place.

    raises  KeyRingUnusable if it is missing although keys were already wrapped with it
    """
    if settings.KEY_RING.exists():
        read_ring(settings.KEY_RING)
    elif OrganisationKey.objects.exists():
        raise KeyRingUnusable("Der Schlüsselbund fehlt, die Datenbank ist aber versiegelt. Bitte die Kopie einsetzen.")
    else:
        write_private(settings.KEY_RING, new_ring().dump())


def check_ring() -> None:
    """Unwrap every data key once.

    raises  KeyRingUnusable if the ring belongs to another database, or is an older copy of this one's
    """
    for row in OrganisationKey.objects.all():
        ring().unwrap(row.wrapped, binding=row.binding)


def add_key(organisation: Organisation) -> OrganisationKey:
    """Give an organisation a fresh data key; from now on it encrypts."""
    last = OrganisationKey.objects.filter(organisation=organisation).last()
    number = int(last.key_id[1:]) + 1 if last else 1
    row = OrganisationKey(organisation=organisation, key_id=f"k{number}", made_at=clock.now())
    row.wrapped = ring().wrap(AESGCM.generate_key(256), binding=row.binding)
    with transaction.atomic():
        row.save()
        note("created", row)
    provider.forget()
    return row


def note(action: str, *rows: OrganisationKey) -> None:
    """Write into the log what happened to these keys: their names, nothing of what they are."""
    audit.write(
        [audit.Event(action, OrganisationKey._meta.label_lower, row.key_id, row.organisation_id) for row in rows]
    )


def rewrap_all() -> int:
    """Renew the root key and wrap every data key with it. Returns how many were wrapped."""
    fresh = ring().renewed()
    write_private(settings.KEY_RING, fresh.dump())
    rows = list(OrganisationKey.objects.all())
    with transaction.atomic():
        for row in rows:
            row.wrapped = fresh.wrap(fresh.unwrap(row.wrapped, binding=row.binding), binding=row.binding)
            row.save()
        note("renewed", *rows)
    return len(rows)
