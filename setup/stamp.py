"""Remembers what was installed, so that nothing is done twice."""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path

from setup.place import Place

LEVELS = ("run", "test")  # what daily use needs; that and what the checks need
LOCK_FILES = {
    "packages": {"run": ("requirements/uv.txt", "requirements/run.txt"), "test": ("requirements/test.txt",)},
    "frontend": {"run": ("package-lock.json", ".npmrc", "setup/frontend.py"), "test": ()},
}


def broader(one: str, other: str) -> str:
    """The one of two levels that includes the other; an empty level includes nothing."""
    return max(one, other, key=("", *LEVELS).index)


@dataclass(frozen=True)
class Stamp:
    """The mark left by one finished stage of the set-up."""

    place: Place
    stage: str

    @property
    def path(self) -> Path:
        return self.place.venv / f"wegbuch-{self.stage}.json"

    def level(self) -> str:
        """Level that was installed; empty unless it was finished here and with this Python."""
        content = self._read()
        return str(content["level"]) if content.get("home") == self._home() else ""

    def covers(self, level: str) -> bool:
        """Whether this level is installed exactly as the lock files say."""
        installed = self.level()
        return (
            installed in LEVELS
            and LEVELS.index(installed) >= LEVELS.index(level)
            and self._read()["locks"] == self._locks(installed)
        )

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self, level: str) -> None:
        content = {"level": level, "home": self._home(), "locks": self._locks(level)}
        unfinished = self.path.with_suffix(".part")
        unfinished.write_text(json.dumps(content), encoding="utf-8")
        unfinished.replace(self.path)

    def _read(self) -> dict[str, str]:
        try:
            content = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return content if {"level", "home", "locks"} == set(content) else {}

    def _home(self) -> str:
        return f"Python {sys.version_info.major}.{sys.version_info.minor} {self.place.root}"

    def _locks(self, level: str) -> str:
        digest = hashlib.sha256()
        for name in LEVELS[: LEVELS.index(level) + 1]:
            for path in LOCK_FILES[self.stage][name]:
                digest.update((self.place.root / path).read_bytes())
        return digest.hexdigest()
