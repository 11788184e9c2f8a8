"""The data keys of the organisations in use: made, unwrapped, renewed."""

import time
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wegbuch.core import clock
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
        if (organisation, key_id) not in self._keys:
            row = OrganisationKey.objects.filter(organisation=organisation, key_id=key_id).first()
            if row is None:
                raise CannotOpen("the key of a sealed value is gone")
            self._keys[organisation, key_id] = ring().unwrap(row.wrapped, binding=row.binding)
        return self._keys[organisation, key_id]

    def forget(self) -> None:
        self._keys.clear()
        self._current.clear()

    def _ask_current(self, organisation: UUID) -> str:
        row = OrganisationKey.objects.filter(organisation=organisation, retired_at=None).last()
        if row is None:
            raise CannotOpen("the organisation has no key")
        return row.key_id


provider = OrganisationKeys()
_ring: dict[tuple[Path, int], KeyRing] = {}


def ring() -> KeyRing:
    """The key ring as it lies on the disk; read again when the file changes."""
    path = settings.KEY_RING
    try:
        known = (path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return read_ring(path)
    if known not in _ring:
        _ring.clear()
        _ring[known] = read_ring(path)
    return _ring[known]


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
    row.save()
    provider.forget()
    return row


def rewrap_all() -> int:
    """Renew the root key and wrap every data key with it. Returns how many were wrapped."""
    fresh = ring().renewed()
    write_private(settings.KEY_RING, fresh.dump())
    rows = list(OrganisationKey.objects.all())
    for row in rows:
        row.wrapped = fresh.wrap(fresh.unwrap(row.wrapped, binding=row.binding), binding=row.binding)
        row.save()
    return len(rows)
