"""What a running server holds and spends: all its processes together, and the write-ahead log beside its database."""

import os
from dataclasses import dataclass
from pathlib import Path

KIBIBYTE = 1024
PROC = Path("/proc")


@dataclass(frozen=True)
class Held:
    """memory and wal in bytes, seconds of processor time by those who live"""

    memory: int
    handles: int
    seconds: float
    wal: int


def held(session: int, database: Path) -> Held:
    """What all processes of a session hold now.

    database  the SQLite file, whose log lies beside it; none with PostgreSQL
    """
    sizes = [size for pid in PROC.glob("[0-9]*") if (size := _size(pid, session))]
    log = database.with_name(f"{database.name}-wal")
    memory, handles, ticks = (sum(column) for column in zip(*sizes, strict=True))
    return Held(memory, handles, ticks / os.sysconf("SC_CLK_TCK"), _bytes(log))


def _size(process: Path, session: int) -> tuple[int, int, int] | None:
    """Memory, open files and ticks of a process; None if it is of another session, or has ended meanwhile."""
    try:
        if os.getsid(int(process.name)) != session:
            return None
        lines = (process / "status").read_text().splitlines()
        handles = len(list((process / "fd").iterdir()))
        # Behind the name, which may hold anything; see proc(5).
        spent = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
    except OSError:
        return None
    resident = next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
    return resident * KIBIBYTE, handles, sum(map(int, spent))


def _bytes(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0
