"""What every rehearsal stands on: servers that wait for the disk as in daily work, and a place of the program."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import psycopg

from setup import cluster
from setup.cluster import NEW, PARENT, ROLE, SUPERUSER, Cluster
from setup.messages import SetupError

ROOT = Path(__file__).resolve().parents[1]
ANSWERS_WITHIN = 20.0
FOUNDED = ("--name", "Probe e. V.", "--short", "Probe", "--prefix", "PR", "--lead-email", "leitung@example.org")


class Node(Cluster):
    """A server with its disk waits as in daily work, reached through its folder alone."""

    def begin(self, *lines: str) -> None:
        """Make it, with role and database; lines  settings of the server"""
        self._run("initdb", "-D", self._data, *NEW)
        self.configure(*lines)
        self.go()
        self._sql(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        self._sql(f"CREATE DATABASE {ROLE} OWNER {ROLE}")

    def go(self) -> None:
        words = f"-c listen_addresses= -c unix_socket_directories={self.folder}"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", self._log, "-o", words)

    def own_folder(self, folder: Path) -> None:
        """Make a folder that the server may write to."""
        folder.mkdir()
        if self.account:
            os.chown(folder, self.account.pw_uid, self.account.pw_gid)

    def configure(self, *lines: str) -> None:
        """Add to its settings; a later line counts more than an earlier one."""
        with (self._data / "postgresql.conf").open("a") as settings:
            settings.writelines(f"{line}\n" for line in lines)

    def die(self) -> None:
        """End at once, as with the power."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(host=str(self.folder), user=SUPERUSER, dbname=ROLE, autocommit=True) as connection:
            return connection.execute(question.encode()).fetchall()

    def numbers(self, name: str) -> set[int]:
        """The rows that a writer of this name left here."""
        rows = self.ask(f"SELECT name FROM access_team WHERE name LIKE '{name} %'")
        return {int(str(called).split()[1]) for (called,) in rows}


@dataclass(frozen=True)
class Place:
    """Where the program of a rehearsal has its files.

    database, replica  addresses; no replica: ""
    """

    folder: Path
    database: str
    replica: str = ""

    def make(self) -> None:
        """Tables, and an organisation to write in."""
        (self.folder / "keys").mkdir(parents=True, mode=0o700)
        self.command("wegbuch", "migrate")
        self.command("wegbuch", "organisation", *FOUNDED)

    def command(self, *words: str) -> str:
        """What a command of the program says; raises SetupError with it where it fails."""
        done = subprocess.run(self._words(words), env=self._environment(), capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise SetupError(f"Gescheitert: {' '.join(words)}\n{(done.stdout + done.stderr)[-1500:]}")
        return done.stdout

    def begin_writing(self, name: str) -> "Writer":
        words = self._words(("tools.rehearsal_inside", "write", name))
        return Writer(subprocess.Popen(words, env=self._environment(), stdout=subprocess.PIPE, text=True))

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEGBUCH_", "DATABASE_"))}
        return kept | {
            "WEGBUCH_DATABASE": self.database,
            "WEGBUCH_REPLICA": self.replica,
            "WEGBUCH_DATA": str(self.folder / "data"),
            "WEGBUCH_KEYS": str(self.folder / "keys"),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-P", "-m", *words]


class Writer:
    """Saves one row after the other from its first one on, until it is ended."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        self._process, self._lines = process, process.stdout
        self._first = self._lines.readline()

    def end(self) -> list[tuple[int, float]]:
        """Number and time of every row whose save was acknowledged."""
        self._process.terminate()
        lines = [self._first, *self._lines.read().splitlines()]
        self._process.wait()
        return [(int(number), float(at)) for number, at in map(str.split, lines)]


Kind = TypeVar("Kind", bound=Node)


@contextmanager
def nodes(kind: type[Kind], *called: str) -> Iterator[tuple[Path, list[Kind]]]:
    """A folder, and an empty server in it for each name; whatever happens, nothing stays behind."""
    programs, account = cluster.find_programs(), cluster.unprivileged()
    if programs is None:
        raise SetupError(cluster.NOT_THERE)
    with tempfile.TemporaryDirectory(prefix="wegbuch-probe-", dir=PARENT) as folder:
        found = [kind(Path(folder) / each, programs, account) for each in called]
        os.chmod(folder, 0o755)
        try:
            for node in found:
                node.own_folder(node.folder)
            yield Path(folder), found
        finally:
            for node in found:
                node.stop()


def wait_until(holds: Callable[[], bool], problem: str) -> None:
    """Raises SetupError with the sentence where it does not hold in time."""
    until = time.monotonic() + ANSWERS_WITHIN
    while not holds():
        if time.monotonic() > until:
            raise SetupError(problem)
        time.sleep(0.05)


def finish(run: Callable[[], None]) -> int:
    """Exit status of a rehearsal, with how long it took."""
    start = time.monotonic()
    try:
        run()
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Die Probe dauerte {time.monotonic() - start:.0f} s.")
    return 0
