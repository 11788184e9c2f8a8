"""Rehearses the way back to a minute: base backup, archive of the log, and somebody who deletes what was right.

Call it from the folder of the program with the Python of its environment:
.venv/bin/python -m tools.rehearse_point_in_time
Nothing outside a temporary folder is touched. It proves the steps of docs/operations.md, and is no part of the checks.
The archive is sealed as there where `age` is installed.
"""

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from setup.cluster import SUPERUSER
from setup.messages import SetupError
from tools.probe import Node, Place, finish, nodes, wait_until

WRITES_FOR = 2.0
# What the writers write: before the moment that is gone back to, and after it.
RIGHT, WRONG = "richtig", "falsch"
MISTAKE = f"DELETE FROM access_team WHERE name LIKE '{RIGHT} %'"


@dataclass(frozen=True)
class Archive:
    """Where the log goes, piece by piece.

    keep, bring  commands of the server; %p is the piece, %f its name
    """

    folder: Path
    ending: str
    keep: str
    bring: str

    def has(self, piece: str) -> bool:
        return (self.folder / f"{piece}{self.ending}").exists()


def plain(folder: Path) -> Archive:
    return Archive(folder, "", f"test ! -f {folder}/%f && cp %p {folder}/%f", f"cp {folder}/%f %p")


def sealed(folder: Path) -> Archive:
    """Only who has the key in the folder can read it."""
    key, piece = folder / "key", f"{folder}/%f.age"
    subprocess.run(["age-keygen", "--output", str(key)], check=True, capture_output=True)
    key.chmod(0o644)
    told = subprocess.run(["age-keygen", "-y", str(key)], check=True, capture_output=True, text=True)
    keep = (
        f"test ! -f {piece} && age --recipient {told.stdout.strip()} --output {piece}.neu %p && mv {piece}.neu {piece}"
    )
    return Archive(folder, ".age", keep, f"age --decrypt --identity {key} --output %p {piece}")


class Server(Node):
    """A server that archives its log, or one made from a base backup and the archive."""

    def copy_of(self, other: "Server") -> None:
        """Lay the base backup of another here."""
        self._run("pg_basebackup", "-h", other.folder, "-U", SUPERUSER, "-D", self._data, "-X", "none", "-c", "fast")

    def come_back_to(self, moment: str, archive: Archive) -> None:
        """Start from what was laid here and everything archived since, up to a moment."""
        self.configure(
            "archive_mode = off",
            f"restore_command = '{archive.bring}'",
            f"recovery_target_time = '{moment}'",
            "recovery_target_action = promote",
        )
        (self._data / "recovery.signal").touch()
        self.go()
        wait_until(
            lambda: self.ask("SELECT pg_is_in_recovery()") == [(False,)], "Der Server bleibt beim Zurückspielen."
        )

    def finish_archive(self, archive: Archive) -> None:
        """Everything written so far lies in the archive."""
        ((last,),) = self.ask("SELECT pg_walfile_name(pg_switch_wal())")
        wait_until(lambda: archive.has(str(last)), "Im Archiv kommt nichts an.")


def write_for_a_while(place: Place, name: str) -> set[int]:
    """The rows whose save was acknowledged."""
    writer = place.begin_writing(name)
    time.sleep(WRITES_FOR)
    return {number for number, _at in writer.end()}


def run() -> None:
    """Back to the moment before the mistake: everything acknowledged until then is there, and nothing later."""
    with nodes(Server, "one", "two") as (folder, (one, two)):
        one.own_folder(folder / "archive")
        archive = (sealed if shutil.which("age") else plain)(folder / "archive")
        one.begin("archive_mode = on", f"archive_command = '{archive.keep}'")
        place = Place(folder / "place", one.url)
        place.make()
        two.copy_of(one)
        right = write_for_a_while(place, RIGHT)
        ((moment,),) = one.ask("SELECT clock_timestamp()::text")
        one.ask(f"{MISTAKE} RETURNING id")
        wrong = write_for_a_while(place, WRONG)
        one.finish_archive(archive)
        one.die()
        print(f"{len(right)} Zeilen bestätigt, dann gelöscht; danach {len(wrong)} weitere.")
        print(f"Archiv: {'verschlüsselt' if archive.ending else 'offen, weil age fehlt'}.")
        start = time.monotonic()
        two.come_back_to(str(moment), archive)
        print(f"Zurück vor dem Löschen nach {time.monotonic() - start:.1f} s.")
        missing, late = right - two.numbers(RIGHT), two.numbers(WRONG)
        print(f"Bestätigt und verloren: {len(missing)}. Von später: {len(late)}.")
        if missing or late:
            raise SetupError("Das ist nicht der Stand von vor dem Löschen.")
        back = Place(place.folder, two.url)
        back.command("wegbuch", "migrate")
        print(back.command("wegbuch", "audit"), end="")
        print(f"Danach wird wieder gespeichert: {len(write_for_a_while(back, 'danach'))} Zeilen.")


if __name__ == "__main__":
    sys.exit(finish(run))
