"""`./wegbuch bench`: measures in places of its own and prints the table of the goals."""

import argparse
import json
import os
import platform
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from typing import Any

from . import place
from .goals import HEADINGS, lines

SIZE, FULL_SIZE, SHRINK = 20_000, 1_000_000, 10
EVERY = "P1,P2,P3,P4,P5,P6,P7,P8,P9,P10,P11,P12,X,LAW"
AT_SMALL = {"P7", "P8"}
# How long eight people work at once, and how many lines the list has.
SHORT = {"requests": 30, "seconds": 120.0, "people": 600}
LONG = {"requests": 1_000_000, "seconds": 600.0, "people": 5_000}
# Deadlines that the lawbook counts for its own section.
LAW, FULL_LAW = 20_000, 100_000
HELP = "misst Wegbuch neben den einfachsten Seiten für dieselbe Arbeit; nur mit erfundenen Menschen"


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 measured, whatever the figures say."""
    asked = _asked(arguments)
    wanted = set(asked.only.split(","))
    print(f"{_machine()} · {'PostgreSQL' if asked.postgres else 'SQLite ' + sqlite3.sqlite_version}", flush=True)
    if "LAW" in wanted:
        print("\nDas Regelbuch allein\n", flush=True)
        subprocess.run(place.python("lawbook", "bench", str(FULL_LAW if asked.full else LAW)), check=True)
    if wanted - {"LAW"}:
        _beside_the_floor(asked, wanted)
    return 0


def _beside_the_floor(asked: argparse.Namespace, wanted: set[str]) -> None:
    small = asked.size // SHRINK
    print(f"\nWegbuch neben dem Boden: {asked.size} Personen, Wachstum gegen {small}\n", flush=True)
    with _server(asked.postgres) as url:
        before = _run(asked, url, small, wanted & AT_SMALL) if wanted & AT_SMALL else {}
        found = _run(asked, url, asked.size, wanted)
    rate, seconds = found["people_per_second"], found["load"]
    print(f"Geladen: {asked.size} Personen in {seconds:.0f} s, {rate:.0f} in der Sekunde Rechenzeit\n")
    told = (line.cells() for line in lines(before, found) if _is_asked(line.id, wanted))
    print(table([HEADINGS, *told]))
    for title, layers in found.get("profile", {}).items():
        print(_profile(title, layers))


def _run(asked: argparse.Namespace, url: str, size: int, wanted: set[str]) -> dict[str, Any]:
    """What one size gives, measured by a process of its own."""
    length = LONG if asked.full else SHORT
    with place.made(url) as made:
        words = {"size": size, "rounds": asked.rounds, "at-most": asked.at_most, **length, "root": made.root}
        words |= {"only": ",".join(sorted(wanted)), "url": made.database_url}
        options = [word for name, value in words.items() for word in (f"--{name}", str(value))]
        more = ["--profile"] if asked.profile and size == asked.size else []
        done = subprocess.run(
            place.python("bench.inside", *options, *more), env=made.environment(), stdout=subprocess.PIPE
        )
    if done.returncode:
        raise SystemExit(done.returncode)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


@contextmanager
def _server(is_postgres: bool) -> Iterator[str]:
    """The PostgreSQL to measure on: that of WEGBUCH_DATABASE, or one for this run; nothing for SQLite."""
    known = os.environ.get("WEGBUCH_DATABASE", "")
    if not is_postgres or known:
        with nullcontext():
            yield known if is_postgres else ""
        return
    from setup import cluster

    with cluster.running(is_hasty=False) as made:
        yield made.url


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as lines of Markdown, the columns under each other."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    shown.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(shown)


def _profile(title: str, layers: dict[str, float]) -> str:
    whole = sum(layers.values())
    rows = [("Schicht", "Anteil"), *((name, f"{100 * ms / whole:.0f} %") for name, ms in layers.items())]
    return f"\n{title}\n\n{table(rows)}"


def _is_asked(number: str, wanted: set[str]) -> bool:
    return number in wanted or (number.startswith("X") and "X" in wanted)


def _machine() -> str:
    return f"{os.cpu_count()} Kerne, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wegbuch bench", description=HELP)
    parser.add_argument("--size", type=int, default=0, help=f"Zahl der Personen; sonst {SIZE}")
    parser.add_argument("--full", action="store_true", help=f"{FULL_SIZE} Personen; acht zugleich zehn Minuten lang")
    parser.add_argument("--postgres", action="store_true", help="auf PostgreSQL: WEGBUCH_DATABASE oder ein eigenes")
    parser.add_argument("--only", default=EVERY, help="nur diese Ziele, zum Beispiel P1,P4; X für den Vergleich")
    parser.add_argument("--rounds", type=int, default=3, help="Runden, in denen sich beide abwechseln; sonst 3")
    parser.add_argument("--at-most", type=int, default=12, help="Aufrufe je Runde, höchstens; sonst 12")
    parser.add_argument("--profile", action="store_true", help="sagt dazu, womit die Seiten rechnen")
    asked = parser.parse_args(arguments)
    asked.size = asked.size or (FULL_SIZE if asked.full else SIZE)
    return asked


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
