"""The rules of the book in one file that opens in milliseconds; made anew when a source of it changed."""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .book import as_text, fingerprint_of, read_yaml

HERE = Path(__file__).parent
SOURCES = (HERE / "rules", HERE / "values")
TARGET = HERE / "_compiled" / "law.json"
FORM = 1


def content() -> Mapping[str, Any]:
    """Every document of the rules and code lists by `folder/stem`, days as ISO text, and the fingerprint of all."""
    stamp = _stamp()
    kept = _kept()
    if kept is not None and kept["stamp"] == stamp:
        return kept
    return compile_book(stamp)


def of_folder(folder: Path) -> dict[str, Any]:
    """The same of another state of the book: a folder with `rules` and `values`, or a compiled file."""
    if folder.is_file():
        kept: dict[str, Any] = json.loads(folder.read_bytes())
        return kept
    files = sorted(path for name in ("rules", "values") for path in (folder / name).rglob("*.yaml"))
    if not files:
        raise FileNotFoundError(f"{folder}: no rules and values in it")
    return _read({str(path.relative_to(folder).with_suffix("")): path for path in files}, stamp=[])


def compile_book(stamp: list[list[Any]] | None = None) -> dict[str, Any]:
    """Read all YAML and write the compiled file; a folder that cannot be written only costs time."""
    found = _read({_name(path): path for path in _files()}, stamp=stamp or _stamp())
    try:
        TARGET.parent.mkdir(exist_ok=True)
        half = TARGET.with_name(f"{TARGET.name}.{os.getpid()}")
        half.write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        half.replace(TARGET)
    except OSError:
        pass
    return found


def _read(files: Mapping[str, Path], *, stamp: list[list[Any]]) -> dict[str, Any]:
    text = as_text({name: read_yaml(path) for name, path in files.items()})
    return {"stamp": stamp, "fingerprint": fingerprint_of(text), "documents": json.loads(text)}


def _kept() -> dict[str, Any] | None:
    try:
        kept: dict[str, Any] = json.loads(TARGET.read_bytes())
    except (OSError, ValueError):
        return None
    return kept


def _files() -> list[Path]:
    return sorted(path for folder in SOURCES for path in folder.rglob("*.yaml"))


def _name(path: Path) -> str:
    return str(path.relative_to(HERE).with_suffix(""))


def _stamp() -> list[list[Any]]:
    """Form of this file, then name, size and time of every source."""
    stamp: list[list[Any]] = [["form", FORM, 0]]
    for path in _files():
        facts = path.stat()
        stamp.append([_name(path), facts.st_size, facts.st_mtime_ns])
    return stamp
