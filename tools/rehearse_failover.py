"""Rehearses the loss of the primary: two PostgreSQL servers on this machine, one dies while the program writes.

Call it from the folder of the program with the Python of its environment: .venv/bin/python -m tools.rehearse_failover
Nothing outside a temporary folder is touched. It proves the steps of docs/operations.md, and is no part of the checks.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from setup import cluster
from setup.cluster import NEW, PARENT, ROLE, SUPERUSER, Cluster
from setup.messages import SetupError

ROOT = Path(__file__).resolve().parents[1]
SLOT = "zweiter"
# Writers run for this long before the kill and after the promotion.
WRITES_FOR = 2.0
ANSWERS_WITHIN = 20.0
FOUNDED = ("--name", "Probe e. V.", "--short", "Probe", "--prefix", "PR", "--lead-email", "leitung@example.org")
# How a commit waits: on the disk of both servers, or on the own one.
WAYS = {"synchron": "*", "asynchron": ""}


class Node(Cluster):
    """One of the two servers, with its disk waits as in daily work."""

    def begin(self) -> None:
        """Make it the primary."""
        self._run("initdb", "-D", self._data, *NEW)
        self.go()
        self._sql(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
        self._sql(f"CREATE DATABASE {ROLE} OWNER {ROLE}")

    def follow(self, primary: "Node") -> None:
        """Make it a streaming replica with a slot of its own."""
        source = f"host={primary.folder} user={SUPERUSER} application_name={SLOT}"
        self._run("pg_basebackup", "-d", source, "-D", self._data, "-R", "-X", "stream", "-C", "-S", SLOT, "-c", "fast")
        self.go()

    def go(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c hot_standby_feedback=on"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", self._log, "-o", options)

    def come_back(self, primary: "Node") -> None:
        """Follow the server that took over; what lies here is of no use any more."""
        shutil.rmtree(self._data)
        self.follow(primary)

    def die(self) -> None:
        """End at once, as with the power."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    def promote(self) -> None:
        self._run("pg_ctl", "promote", "-w", "-D", self._data)

    def wait_for_both(self, names: str) -> None:
        """Say which replicas a commit waits for, and wait until it holds."""
        self._sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self._sql("SELECT pg_reload_conf()")
        until = time.monotonic() + ANSWERS_WITHIN
        while self.ask("SELECT sync_state FROM pg_stat_replication") != [("sync" if names else "async",)]:
            if time.monotonic() > until:
                raise SetupError("Der zweite Server folgt dem ersten nicht.")
            time.sleep(0.05)

    def ask(self, question: str) -> list[tuple[object, ...]]:
        with psycopg.connect(host=str(self.folder), user=SUPERUSER, dbname=ROLE, autocommit=True) as connection:
            return connection.execute(question.encode()).fetchall()


@dataclass(frozen=True)
class Pair:
    """Primary and replica, and a place of the program that knows both."""

    primary: Node
    replica: Node
    place: Path

    def environment(self) -> dict[str, str]:
        both = f"{self.primary.folder},{self.replica.folder}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WEGBUCH_", "DATABASE_"))}
        return kept | {
            "WEGBUCH_DATABASE": f"postgresql://{ROLE}@/{ROLE}?host={both}&target_session_attrs=read-write",
            "WEGBUCH_REPLICA": self.replica.url,
            "WEGBUCH_DATA": str(self.place / "data"),
            "WEGBUCH_KEYS": str(self.place / "keys"),
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

    def command(self, *words: str) -> str:
        """What a command of the program says; raises SetupError with it where it fails."""
        done = subprocess.run(self._words(words), env=self.environment(), capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise SetupError(f"Gescheitert: {' '.join(words)}\n{(done.stdout + done.stderr)[-1500:]}")
        return done.stdout

    def begin_writing(self, name: str) -> "subprocess.Popen[str]":
        words = self._words(("tools.rehearsal_inside", "write", name))
        return subprocess.Popen(words, env=self.environment(), stdout=subprocess.PIPE, text=True)

    def _words(self, words: tuple[str, ...]) -> list[str]:
        return [sys.executable, "-P", "-m", *words]


@contextmanager
def pair() -> Iterator[Pair]:
    """Two servers for the block; whatever happens in it, nothing stays behind."""
    programs, account = cluster.find_programs(), cluster.unprivileged()
    if programs is None:
        raise SetupError(cluster.NOT_THERE)
    with tempfile.TemporaryDirectory(prefix="wegbuch-failover-", dir=PARENT) as folder:
        nodes = [Node(Path(folder) / name, programs, account) for name in ("one", "two")]
        os.chmod(folder, 0o755)
        try:
            for node in nodes:
                node.folder.mkdir()
                if account:
                    os.chown(node.folder, account.pw_uid, account.pw_gid)
            nodes[0].begin()
            nodes[1].follow(nodes[0])
            yield Pair(nodes[0], nodes[1], Path(folder) / "place")
        finally:
            for node in nodes:
                node.stop()


def rehearse(servers: Pair, way: str) -> None:
    """One loss of the primary, from the first row to the first ones that the new primary takes."""
    servers.primary.wait_for_both(WAYS[way])
    writer = servers.begin_writing(way)
    assert writer.stdout is not None
    first = writer.stdout.readline()
    time.sleep(WRITES_FOR)
    died_at = time.time()
    servers.primary.die()
    servers.replica.promote()
    promoted_at = time.time()
    time.sleep(WRITES_FOR)
    writer.terminate()
    lines = [first, *writer.stdout.read().splitlines()]
    said = [(int(number), float(at)) for number, at in map(str.split, lines)]
    _report(way, said, _numbers(servers.replica, way), died_at, promoted_at)


def _numbers(node: Node, way: str) -> set[int]:
    """The rows that the writer left there."""
    return {
        int(str(name).split()[1]) for (name,) in node.ask(f"SELECT name FROM access_team WHERE name LIKE '{way} %'")
    }


def _report(way: str, said: list[tuple[int, float]], there: set[int], died_at: float, promoted_at: float) -> None:
    """said  number and time of every row whose save was acknowledged"""
    before = [number for number, at in said if at < died_at]
    after = [at for _, at in said if at >= promoted_at]
    lost = [number for number, _ in said if number not in there]
    if not after:
        raise SetupError("Nach dem Wechsel wurde nichts mehr gespeichert.")
    print(f"{way}: {len(before)} Zeilen bestätigt, dann fällt der erste Server aus.")
    print(f"{way}: Der zweite ist nach {promoted_at - died_at:.2f} s befördert.")
    print(f"{way}: Nach {after[0] - died_at:.2f} s wird wieder gespeichert, danach {len(after)} Zeilen.")
    print(f"{way}: Bestätigt und verloren: {len(lost)}.")
    if lost and WAYS[way]:
        raise SetupError("Bestätigte Zeilen sind verloren: Das darf synchron nicht sein.")


def run() -> None:
    """Pages on the replica, a loss with a synchronous replica, the old server back, a loss with an asynchronous one."""
    with pair() as servers:
        (servers.place / "keys").mkdir(parents=True, mode=0o700)
        servers.command("wegbuch", "migrate")
        servers.command("wegbuch", "organisation", *FOUNDED)
        print(servers.command("tools.rehearsal_inside", "look"), end="")
        rehearse(servers, "synchron")
        servers.primary.come_back(servers.replica)
        rehearse(Pair(servers.replica, servers.primary, servers.place), "asynchron")


def main() -> int:
    start = time.monotonic()
    try:
        run()
    except SetupError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Die Probe dauerte {time.monotonic() - start:.0f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
