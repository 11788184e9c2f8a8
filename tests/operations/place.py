"""A place of its own on the disk, as an operator has it: a data folder, a key folder, the program's commands."""

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import store

BEFORE = 20
OURS = ("WEGBUCH_", "DJANGO_", "PYTEST_", "DATABASE_URL")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Place:
    """url  the address of its database on a server; without one it is a file"""

    root: Path
    url: str = ""

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def keys(self) -> Path:
        return self.root / "keys"

    @property
    def database(self) -> Path:
        return self.data / "wegbuch.sqlite3"

    def environment(self, **more: str) -> dict[str, str]:
        """The surroundings of a command; nothing of the tests' own settings gets in."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        paths = {"WEGBUCH_DATA": str(self.data), "WEGBUCH_KEYS": str(self.keys), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
        return {**kept, **paths, "WEGBUCH_DATABASE": self.url, **more}

    def sql(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Rows of one statement past the program, with %s for values."""
        with store.opened(self.database, self.url) as connection:
            found = connection.execute(statement if self.url else statement.replace("%s", "?"), values)
            return found.fetchall() if found.description else []

    def run(self, *words: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
        """One command, as `./wegbuch words` would run it."""
        command = [sys.executable, "-P", "-m", "wegbuch", *words]
        return subprocess.run(
            command,
            env=self.environment(**more),
            cwd=self.root,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def done(self, *words: str, **more: str) -> str:
        """What a command said that must succeed."""
        result = self.run(*words, **more)
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def inside(self, name: str, **more: str) -> str:
        """The answer of a program in `inside`."""
        return subprocess.check_output(**self._inside(name, **more))

    def look(self, **more: str) -> dict[str, Any]:
        """What `inside/look.py` finds."""
        return json.loads(self.inside("look", **more))

    @contextmanager
    def writing(self) -> Iterator[list[str]]:
        """Somebody enters contacts while the block runs. Gives the notes that are acknowledged: twenty at once,
        all at the end."""
        notes: list[str] = []
        with subprocess.Popen(**self._inside("write"), stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            notes += [process.stdout.readline().strip() for _ in range(BEFORE)]
            reader = threading.Thread(target=lambda: notes.extend(line.strip() for line in process.stdout))
            reader.start()
            try:
                yield notes
            finally:
                process.stdin.close()
                reader.join()
        assert process.returncode == 0

    def copied(self, root: Path) -> "Place":
        shutil.copytree(self.root, root)
        return Place(root, store.new(copy_of=self.url))

    def _inside(self, name: str, **more: str) -> dict[str, Any]:
        return {
            "args": [sys.executable, "-P", "-m", f"tests.operations.inside.{name}"],
            "env": self.environment(DJANGO_SETTINGS_MODULE="wegbuch.config.settings", **more),
            "text": True,
        }


def build(root: Path) -> Place:
    """A place with one organisation, its people and one file."""
    place = Place(root, store.new())
    place.done("migrate")
    (place.root / "case").write_text(place.inside("seed").strip())
    return place
