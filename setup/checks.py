"""Everything that `./wegbuch test` runs, in order."""

import subprocess
import time
from collections.abc import Sequence

from setup import debian, environment
from setup.messages import seconds_since
from setup.place import Place

SOURCES = ("src", "tests", "setup", "wegbuch")
CHECKS: dict[str, tuple[str, ...]] = {
    "Regeln des Quelltexts": ("-m", "ruff", "check", "--quiet", *SOURCES),
    "Form des Quelltexts": ("-m", "ruff", "format", "--check", "--quiet", *SOURCES),
    "Typen": ("-m", "mypy"),
    "Richtung der Importe": ("-c", "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"),
    "Vorlagen": ("-m", "djlint", "--lint", "--quiet", "src"),
    "Einstellungen": ("-m", "wegbuch", "manage", "check"),
    "Datenbankschritte": ("-m", "wegbuch", "manage", "makemigrations", "--check", "--dry-run"),
}
TESTS = ("-m", "pytest", "-n", "2")


def run(place: Place, arguments: Sequence[str]) -> int:
    """Exit status of the checks: the first failure stops them.

    arguments  `--long` for the long runs; anything else goes to pytest, which then runs alone
    """
    is_long = "--long" in arguments
    for_pytest = [word for word in arguments if word != "--long"]
    debian.ensure(long=is_long)
    environment.prepare(place, with_tests=True)
    if for_pytest:
        return _python(place, ("-m", "pytest", *for_pytest), is_long=is_long)
    for title, command in CHECKS.items():
        if not _passes(place, title, command):
            return 1
    print("── Tests", flush=True)
    if status := _python(place, TESTS, is_long=is_long):
        print("Nicht bestanden: Tests", flush=True)
    return status


def _passes(place: Place, title: str, command: Sequence[str]) -> bool:
    print(f"── {title}", flush=True)
    start = time.monotonic()
    status = _python(place, command, is_long=False)
    word = "Nicht bestanden: " + title if status else "in Ordnung"
    print(f"{word} ({seconds_since(start)})", flush=True)
    return status == 0


def _python(place: Place, command: Sequence[str], *, is_long: bool) -> int:
    extra = {"WEGBUCH_TEST_LONG": "1"} if is_long else {}
    words = [str(place.python), *command]
    return subprocess.run(words, cwd=place.root, env=place.command_environment() | extra).returncode
