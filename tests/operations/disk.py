"""A disk that loses power: rebuilt from a record of every write and sync, keeping only what had to be there.

Of each file the disk keeps what was written before its last finished sync; a removed or shortened file is gone at once.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "pwrite64,write,writev,pwritev,fsync,fdatasync,ftruncate,unlink,unlinkat,rename"
LINE = re.compile(r"^(?P<at>\d+\.\d+) (?P<call>\w+)\((?P<words>.*)\)\s+= (?P<result>-?\d+).*<(?P<took>\d+\.\d+)>$")
ON_FILE = re.compile(r'^\d+<(?P<path>[^>]*)>(?:, "(?P<data>[^"]*)"(?P<cut>\.\.\.)?)?(?:, )?(?P<rest>.*)$')
LONGEST = 70_000


@dataclass(frozen=True)
class Call:
    """One call of the system, from its beginning to its end (seconds since 1970)."""

    at: float
    until: float
    name: str
    path: str
    data: bytes = b""
    number: int = 0


def may_trace() -> bool:
    """Whether the system lets us record another program."""
    if not shutil.which("strace"):
        return False
    return subprocess.run(["strace", "-f", "true"], capture_output=True).returncode == 0


def recorder(folder: Path) -> list[str]:
    """Words before a command that record it, each thread in a file of its own."""
    folder.mkdir()
    words = ["strace", "-ff", "--seccomp-bpf", "-ttt", "-T", "-y", "-xx", "-s", str(LONGEST)]
    return [*words, "-e", f"trace={CALLS}", "-e", "signal=none", "-o", str(folder / "calls")]


def recorded(folder: Path, database: Path) -> list[Call]:
    """The calls on the database and the files beside it, in order."""
    calls = (call for path in folder.iterdir() for call in _read(path, str(database)))
    return sorted(calls, key=lambda call: call.at)


def worst_disk(calls: Iterable[Call], before: dict[str, bytes], cut_at: float) -> dict[str, bytes]:
    """The files as they lie there after the power went at an instant.

    before  the files when recording began
    """
    kept = {path: bytearray(content) for path, content in before.items()}
    waiting: dict[str, list[Call]] = {}
    for call in calls:
        if call.at > cut_at:
            break
        if call.name == "unlink":
            kept.pop(call.path, None)
            waiting.pop(call.path, None)
        elif call.name == "ftruncate":
            waiting.setdefault(call.path, []).append(call)
            del kept.setdefault(call.path, bytearray())[call.number :]
        elif call.name == "pwrite64":
            waiting.setdefault(call.path, []).append(call)
        elif call.until <= cut_at:
            _apply(kept.setdefault(call.path, bytearray()), waiting.pop(call.path, []))
    return {path: bytes(content) for path, content in kept.items()}


def _apply(content: bytearray, calls: list[Call]) -> None:
    for call in calls:
        if call.name == "ftruncate":
            del content[call.number :]
            continue
        content.extend(bytes(max(0, call.number - len(content))))
        content[call.number : call.number + len(call.data)] = call.data


def _read(path: Path, database: str) -> Iterator[Call]:
    for line in path.read_text().splitlines():
        if database not in _plain(line[:2000]) or not (found := LINE.match(line)) or found["result"].startswith("-"):
            continue
        at = float(found["at"])
        yield from _call(found["call"], found["words"], at, at + float(found["took"]))


def _call(name: str, words: str, at: float, until: float) -> Iterator[Call]:
    if name in ("unlink", "unlinkat"):
        yield Call(at, until, "unlink", _plain(words.split('"')[1]))
        return
    found = ON_FILE.match(words)
    assert found, name
    path = _plain(found["path"])
    if name in ("fsync", "fdatasync"):
        yield Call(at, until, "sync", path)
    elif name == "ftruncate":
        yield Call(at, until, name, path, number=int(_plain(found["rest"]), 0))
    else:
        assert name == "pwrite64", f"{name} writes to the database: teach the disk what that does"
        assert not found["cut"], "a write is longer than recorded"
        offset = int(found["rest"].split(", ")[-1])
        yield Call(at, until, name, path, bytes.fromhex(found["data"].replace("\\x", "")), offset)


def _plain(text: str) -> str:
    r"""Text in which \x41 stands for A."""
    return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), text)
