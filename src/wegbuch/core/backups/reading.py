"""Puts a backup into an empty place, and says what does not match what it promised."""

import json
import shutil
import sqlite3
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from . import contents
from .sealing import DAMAGED, CannotRestore, SealedReader
from .writing import DATABASE, FILES, MANIFEST


@contextmanager
def unpacked(source: Path, *, private: X25519PrivateKey, target: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Unpack and check a backup beside the target; the target is there when the block ends without an error.

    Gives the folder where it lies meanwhile, and the manifest.
    raises  CannotRestore with what to do; nothing is left behind
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CannotRestore(f"Der Ordner {target} ist nicht leer. Bitte geben Sie einen neuen an.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = target.with_name(f"{target.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    try:
        _unpack(source, private, half)
        manifest = json.loads((half / MANIFEST).read_text())
        _check(half, manifest)
        yield half, manifest
        (half / MANIFEST).unlink()
        half.replace(target)
    finally:
        shutil.rmtree(half, ignore_errors=True)


def _unpack(source: Path, private: X25519PrivateKey, target: Path) -> None:
    with source.open("rb") as file:
        sealed = SealedReader(file, private)
        try:
            with tarfile.open(mode="r|gz", fileobj=sealed) as archive:  # type: ignore[call-overload]
                archive.extractall(target, filter="data")
        except (tarfile.TarError, zlib.error, EOFError):
            raise CannotRestore(DAMAGED) from None
        sealed.read_to_end()


def _check(place: Path, manifest: dict[str, Any]) -> None:
    with closing(sqlite3.connect(place / DATABASE)) as connection:
        found = contents.of_database(connection, {})
        if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            raise CannotRestore("Die Datenbank in der Sicherung ist beschädigt. Bitte nehmen Sie eine andere.")
    files = place / FILES
    found["files"] = {
        path.relative_to(files).as_posix(): contents.of_file(path) for path in files.rglob("*") if path.is_file()
    }
    if wrong := list(contents.differences(manifest, found)):
        raise CannotRestore(f"Diese Teile stimmen nicht mit der Sicherung überein: {', '.join(wrong[:5])}.")
