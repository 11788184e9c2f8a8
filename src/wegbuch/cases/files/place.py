"""Sealed contents on the disk: one file for each row, `<organisation>/<first two of the id>/<id>`."""

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from wegbuch.core.sealed import CannotOpen

FORM = b"WBF1"
HALF = ".new"
NONCE = 12


def new_key() -> bytes:
    return AESGCM.generate_key(256)


def room(organisation: UUID) -> Path:
    """Where an organisation's contents lie."""
    return Path(settings.MEDIA_ROOT) / str(organisation)


def address(organisation: UUID, row: UUID) -> Path:
    return room(organisation) / row.hex[:2] / str(row)


def write(path: Path, content: bytes, *, key: bytes, row: UUID) -> None:
    """Seal a content and write it with mode 0600; it is on the disk when this returns, whole or not at all.

    raises  OSError if the disk is full
    """
    nonce = secrets.token_bytes(NONCE)
    sealed = FORM + nonce + AESGCM(key).encrypt(nonce, content, row.bytes)
    folders = (path.parent, path.parent.parent, path.parent.parent.parent)
    for folder in reversed(folders):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(path.name + HALF)
    try:
        _write_through(half, sealed)
        half.rename(path)
    except OSError:
        half.unlink(missing_ok=True)
        raise
    for folder in folders:
        _keep_names(folder)


def read(path: Path, *, key: bytes, row: UUID) -> bytes:
    """The clear content.

    raises  CannotOpen if somebody changed it or took another row's, FileNotFoundError if it is gone
    """
    sealed = path.read_bytes()
    if not sealed.startswith(FORM):
        raise CannotOpen("unknown form of sealed file")
    nonce, body = sealed[len(FORM) : len(FORM) + NONCE], sealed[len(FORM) + NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, row.bytes)
    except (InvalidTag, ValueError):
        raise CannotOpen("a sealed file does not open with its key") from None


def everything(organisation: UUID) -> Iterator[Path]:
    """Every file of an organisation, those begun and not finished too."""
    return room(organisation).glob("??/*")


def _write_through(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _keep_names(folder: Path) -> None:
    """Write a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
