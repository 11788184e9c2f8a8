"""Rehearses the loss of the primary: two PostgreSQL servers on this machine, one dies while the program writes.

Call it from the folder of the program with the Python of its environment: .venv/bin/python -m tools.rehearse_failover
Nothing outside a temporary folder is touched. It proves the steps of docs/operations.md, and is no part of the checks.
"""

import shutil
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from setup.cluster import ROLE, SUPERUSER
from setup.messages import SetupError
from tools.probe import Node, Place, finish, nodes, wait_until

SLOT = "zweiter"
# Writers run for this long before the kill and after the promotion.
WRITES_FOR = 2.0
# How a commit waits: on the disk of both servers, or on the own one.
WAYS = {"synchron": "*", "asynchron": ""}
FEEDBACK = "hot_standby_feedback = on"


class Server(Node):
    """One of the two servers: writes, or follows the one that does."""

    def follow(self, primary: "Server") -> None:
        """Make it a streaming replica with a slot of its own."""
        source = f"host={primary.folder} user={SUPERUSER} application_name={SLOT}"
        self._run("pg_basebackup", "-d", source, "-D", self._data, "-R", "-X", "stream", "-C", "-S", SLOT, "-c", "fast")
        self.go()

    def come_back(self, primary: "Server") -> None:
        """Follow the server that took over; what lies here is of no use any more."""
        shutil.rmtree(self._data)
        self.follow(primary)

    def promote(self) -> None:
        self._run("pg_ctl", "promote", "-w", "-D", self._data)

    def wait_for_both(self, names: str) -> None:
        """Say which replicas a commit waits for, and wait until it holds."""
        self._sql(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
        self._sql("SELECT pg_reload_conf()")
        state = [("sync" if names else "async",)]
        wait_until(
            lambda: self.ask("SELECT sync_state FROM pg_stat_replication") == state,
            "Der zweite Server folgt dem ersten nicht.",
        )


@dataclass(frozen=True)
class Pair:
    """Primary and replica, and the folder of a program that knows both."""

    primary: Server
    replica: Server
    folder: Path

    @property
    def place(self) -> Place:
        both = f"{self.primary.folder},{self.replica.folder}"
        database = f"postgresql://{ROLE}@/{ROLE}?host={both}&target_session_attrs=read-write"
        return Place(self.folder, database, self.replica.url)


def rehearse(servers: Pair, way: str) -> None:
    """One loss of the primary, from the first row to the first ones that the new primary takes."""
    servers.primary.wait_for_both(WAYS[way])
    writer = servers.place.begin_writing(way)
    time.sleep(WRITES_FOR)
    died_at = time.time()
    servers.primary.die()
    servers.replica.promote()
    promoted_at = time.time()
    time.sleep(WRITES_FOR)
    _report(way, writer.end(), servers.replica.numbers(way), died_at, promoted_at)


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
    with nodes(Server, "one", "two") as (folder, (one, two)):
        one.begin(FEEDBACK)
        two.follow(one)
        servers = Pair(one, two, folder / "place")
        servers.place.make()
        print(servers.place.command("tools.rehearsal_inside", "look"), end="")
        rehearse(servers, "synchron")
        one.come_back(two)
        rehearse(Pair(two, one, servers.folder), "asynchron")


if __name__ == "__main__":
    sys.exit(finish(run))
