"""Writes a backup while the program is in use."""

import gzip
import hashlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

from . import contents
from .sealing import SealedWriter

DATABASE, FILES, MANIFEST = "wegbuch.sqlite3", "files", "manifest.json"
WORKPLACE = ".backup-"


def write_backup(
    target: Path,
    *,
    database: Path,
    files: Path,
    recipient: X25519PublicKey,
    at: datetime,
    notes: Mapping[str, str],
    facts: Mapping[str, Any],
) -> dict[str, Any]:
    """Write database, files and manifest into one encrypted file with mode 0600. Returns the manifest.

    notes  questions to the copied database, answered in the manifest
    facts  what else the manifest says
    raises FileExistsError if the target is there; nothing is left behind if something fails
    """
    half = target.with_name(f"{target.name}.half")
    try:
        with _workplace(database.parent) as place, _private(half) as file:
            copy = place / DATABASE
            copy_database(database, copy)
            with closing(sqlite3.connect(copy)) as connection:
                manifest = {"at": at.isoformat(), **facts, **contents.of_database(connection, notes), "files": {}}
            sealed = SealedWriter(file, recipient)
            _pack(sealed, copy, files, manifest)
            sealed.close()
        os.link(half, target)
    finally:
        half.unlink(missing_ok=True)
    return manifest


def copy_database(source: Path, target: Path) -> None:
    """A copy of one instant, taken by a connection of its own; nobody has to wait."""
    with closing(sqlite3.connect(source, timeout=20)) as live, closing(sqlite3.connect(target)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")


def _pack(sealed: SealedWriter, copy: Path, files: Path, manifest: dict[str, Any]) -> None:
    with (
        gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=3) as packed,
        tarfile.open(mode="w|", fileobj=packed) as archive,
    ):
        archive.add(copy, DATABASE, filter=_nameless)
        for path in sorted(path for path in files.rglob("*") if path.is_file()):
            name = path.relative_to(files).as_posix()
            if digest := _pack_file(archive, path, f"{FILES}/{name}"):
                manifest["files"][name] = digest
        text = json.dumps(manifest, indent=1, sort_keys=True).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(text), 0o600
        archive.addfile(entry, io.BytesIO(text))


def _pack_file(archive: tarfile.TarFile, path: Path, name: str) -> str:
    """Add one file, held open: people may delete it meanwhile. Returns its checksum, empty if it is gone already."""
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return ""
    with file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        archive.addfile(_nameless(archive.gettarinfo(arcname=name, fileobj=file)), file)
    return digest


def _nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


@contextmanager
def _workplace(data: Path) -> Iterator[Path]:
    """A private folder beside the database; those that a killed backup left are removed first."""
    for left in data.glob(f"{WORKPLACE}*"):
        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=WORKPLACE, dir=data) as folder:
        yield Path(folder)


@contextmanager
def _private(path: Path) -> Iterator[BinaryIO]:
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
