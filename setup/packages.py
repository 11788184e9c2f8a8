"""Python packages from hash-locked lists: uv where it works, pip where it does not."""

import os
import sys
from pathlib import Path

from setup.messages import CommandFailed, run, say, step
from setup.place import Place


def make_environment(place: Place) -> None:
    """Make an empty Python environment, in place of any half-made one."""
    if place.venv.is_symlink():
        place.venv.unlink()  # what is emptied must be ours, not what somebody else uses
    base_python = getattr(sys, "_base_executable", None) or sys.executable
    with step("Python-Umgebung anlegen"):
        _run(place, base_python, "-m", "venv", "--clear", place.venv)
    _know_sources(place)


def _know_sources(place: Place) -> None:
    """Let this Python find our packages from everywhere: `.venv/bin/python -m lawbook`."""
    for packages in place.venv.glob("lib/python*/site-packages"):
        (packages / "wegbuch.pth").write_text(f"{place.root / 'src'}\n", encoding="utf-8")


def install(place: Place, level: str) -> None:
    """Install exactly what the lock files of this level name."""
    lock_files = [place.requirements("run")]
    if level == "test":
        lock_files.append(place.requirements("test"))
    try:
        _install_with_uv(place, lock_files)
    except CommandFailed as failure:
        if failure.is_hopeless:
            raise
        say("  Das schnelle Werkzeug uv geht hier nicht. pip übernimmt und braucht länger.")
        with step("Python-Pakete installieren"):
            install_with_pip(place, *lock_files)


def install_with_pip(place: Place, *lock_files: Path, target: Path | None = None) -> None:
    """Install hash-locked lists with pip, into a folder of its own if target is given."""
    into: list[str | Path] = ["--target", target] if target else []
    lists = [word for path in lock_files for word in ("-r", path)]
    _run(place, place.python, "-m", "pip", "install", "--quiet", "--retries", "2", "--require-hashes", *into, *lists)


def compile_lawbook(place: Place) -> None:
    """Bring the rules into the one file that answers at once."""
    with step("Rechtsregeln bereitlegen"):
        run(
            (place.python, "-c", "from lawbook import compiled; compiled.content()"),
            folder=place.root,
            environment=place.command_environment(),
        )


def _install_with_uv(place: Place, lock_files: list[Path]) -> None:
    with step("Paketwerkzeug uv holen"):
        install_with_pip(place, place.requirements("uv"))
    with step("Python-Pakete installieren"):
        sync = (
            "-m",
            "uv",
            "pip",
            "sync",
            "--quiet",
            "--compile-bytecode",
            "--require-hashes",
            "--python",
            place.python,
        )
        _run(place, place.python, *sync, *lock_files, **_index_for_uv(place))


def _index_for_uv(place: Place) -> dict[str, str]:
    """The package source that the person configured for pip, so that uv asks no other."""
    if "UV_DEFAULT_INDEX" in os.environ:
        return {}
    listing = _run(place, place.python, "-m", "pip", "config", "list")
    settings = dict(line.split("=", 1) for line in listing.splitlines() if "=" in line)
    index = settings.get(":env:.index-url") or settings.get("global.index-url")
    return {"UV_DEFAULT_INDEX": index.strip("'\"")} if index else {}


def _run(place: Place, *command: str | Path, **extra: str) -> str:
    return run(command, folder=place.root, environment=place.tool_environment() | extra)
