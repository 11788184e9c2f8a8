"""A PostgreSQL server of one's own for the length of a run: made in a temporary folder, thrown away afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from setup.messages import SetupError

OLDEST = 15
# Debian keeps the programs of the server off the PATH.
DEBIAN = Path("/usr/lib/postgresql")
# Short enough for the path of a socket, and open to the account that the server runs under.
PARENT = "/tmp"
SUPERUSER, ROLE = "postgres", "wegbuch"
ALONE = ("listen_addresses=",)
# Nothing in here outlives the run: nobody waits for the disk, nobody tidies up.
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
NEW = ("-U", SUPERUSER, "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
NOT_THERE = f"PostgreSQL {OLDEST} oder neuer fehlt. Unter Debian hilft als root: apt-get install postgresql"
NO_ACCOUNT = "PostgreSQL startet nicht als root. Bitte legen Sie ein Konto postgres an: adduser --system postgres"


@dataclass(frozen=True)
class Cluster:
    """A server that answers on a socket in its own folder and not on the network.

    account   whose server it is; None is our own
    is_hasty  it forgets what a power cut takes, for tests; else it works as in the house
    """

    folder: Path
    programs: Path
    account: pwd.struct_passwd | None
    is_hasty: bool = True

    @property
    def url(self) -> str:
        """The address of the database, for a role that is no superuser: the walls between rows bind it."""
        return f"postgresql://{ROLE}@/{ROLE}?host={self.folder}"

    def start(self) -> None:
        """Make the server, its role and its database.

        raises  SetupError with what the server said
        """
        self._run("initdb", "-D", self._data, *NEW)
        settings = (*ALONE, *(HASTY if self.is_hasty else ()), f"unix_socket_directories={self.folder}")
        options = " ".join(f"-c {setting}" for setting in settings)
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", self._log, "-o", options)
        self._sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOBYPASSRLS")
        self._sql(f"CREATE DATABASE {ROLE} OWNER {ROLE}")

    def stop(self) -> None:
        """Stop it, if it runs, and remove everything."""
        if (self._data / "postmaster.pid").exists():
            self._run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self._data)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @property
    def _log(self) -> Path:
        return self.folder / "log"

    def _sql(self, statement: str) -> None:
        self._run("psql", "-X", "-q", "-h", self.folder, "-U", SUPERUSER, "-d", "postgres", "-c", statement)

    def _run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [str(word) for word in (self.programs / program, *words)],
            cwd=self.folder,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **_as(self.account),
        )
        if done.returncode:
            log = self._log.read_text(errors="replace") if self._log.exists() else ""
            raise SetupError(f"{(log + done.stdout)[-1500:]}\nPostgreSQL für die Prüfung ist gescheitert: {program}")


@contextmanager
def running(*, is_hasty: bool = True) -> Iterator[Cluster]:
    """A server for the block; whatever happens in it, nothing stays behind.

    is_hasty  see Cluster

    raises  SetupError if PostgreSQL is missing or does not start
    """
    programs, account = find_programs(), unprivileged()
    if programs is None:
        raise SetupError(NOT_THERE)
    cluster = Cluster(Path(tempfile.mkdtemp(prefix="wegbuch-pg-", dir=PARENT)), programs, account, is_hasty)
    try:
        if account:
            os.chown(cluster.folder, account.pw_uid, account.pw_gid)
        cluster.start()
        yield cluster
    finally:
        cluster.stop()


def find_programs() -> Path | None:
    """The folder of initdb and its neighbours: the newest of Debian, else the one on the PATH."""
    versions = [int(path.parts[-3]) for path in DEBIAN.glob("[0-9][0-9]/bin/initdb")]
    if versions:
        return DEBIAN / str(max(versions)) / "bin" if max(versions) >= OLDEST else None
    on_path = shutil.which("initdb")
    return Path(on_path).resolve().parent if on_path else None


def unprivileged() -> pwd.struct_passwd | None:
    """The account that a server may run under where we are root; None where we are somebody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise SetupError(NO_ACCOUNT)


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
