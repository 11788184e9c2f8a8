"""`./wegbuch soak`: many people for an hour, and what grows meanwhile (R-12)."""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import median, quantiles
from typing import Any

from . import place
from .__main__ import table

OWN = 80  # people of each user
MEBIBYTE, MS = 1024 * 1024, 1000
# What counts as warm: the first sixth of the time; compared with the last sixth. Of an hour that is ten minutes.
PART, TOLD = 6, 5
MOST_GROWTH, MOST_WAL, MOST_P95 = 0.10, 64 * MEBIBYTE, 400.0
HELP = "lässt viele Menschen eine Stunde lang klicken und sagt, was dabei wächst; nur mit erfundenen Menschen"


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 if every bound holds."""
    asked = _asked(arguments)
    print(f"{asked.users} Menschen, {asked.workers} Arbeitsprozesse, {asked.minutes:g} Minuten", flush=True)
    seen = _run(asked)
    lines = figures(seen)
    print(table([("Was", "warm", "am Ende", "Grenze", "hält"), *lines]))
    print("\n".join([*seen["wrong"][:TOLD], *seen["errors"][:TOLD]]))
    return 0 if all(line[-1] == "ja" for line in lines) else 1


def figures(seen: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    """What was seen, line by line, each with its bound."""
    samples = seen["samples"]
    part = max(1, len(samples) // PART)
    warm, end = samples[part : 2 * part] or samples[:part], samples[-part:]
    found = []
    for key, title, unit in (("memory", "Speicher, MiB", MEBIBYTE), ("handles", "offene Dateien", 1)):
        before, after = (median(each[key] for each in rows) for rows in (warm, end))
        is_well = after <= before * (1 + MOST_GROWTH)
        found.append((title, f"{before / unit:.0f}", f"{after / unit:.0f}", f"+{MOST_GROWTH:.0%}", _word(is_well)))
    wal = max(each["wal"] for each in samples)
    p95 = quantiles(seen["seconds"], n=20)[-1] * MS
    wrong = len(seen["wrong"]) + len(seen["errors"])
    spent = (samples[-1]["seconds"] - samples[0]["seconds"]) / (samples[-1]["requests"] - samples[0]["requests"])
    return [
        *found,
        ("WAL, höchstens MiB", "", f"{wal / MEBIBYTE:.1f}", f"{MOST_WAL // MEBIBYTE}", _word(wal <= MOST_WAL)),
        ("Antwort p50, ms", "", f"{median(seen['seconds']) * MS:.0f}", "", "ja"),
        ("Antwort p95, ms", "", f"{p95:.0f}", f"{MOST_P95:.0f}", _word(p95 <= MOST_P95)),
        ("Rechenzeit je Anfrage, ms", "", f"{spent * MS:.0f}", "", "ja"),
        ("Anfragen", "", str(len(seen["seconds"])), "", "ja"),
        ("Fehler", "", str(wrong), "0", _word(wrong == 0)),
    ]


def _word(is_well: bool) -> str:
    return "ja" if is_well else "nein"


def _run(asked: argparse.Namespace) -> dict[str, Any]:
    size = asked.size or OWN * asked.users
    with place.made() as made:
        words = {"size": size, "users": asked.users, "workers": asked.workers, "rest": asked.rest}
        words |= {"seconds": asked.minutes * 60, "root": made.root}
        options = [word for name, value in words.items() for word in (f"--{name}", str(value))]
        environment = made.environment()
        del environment["WEGBUCH_TODAY"]
        done = subprocess.run(place.python("bench.soaking", *options), env=environment, stdout=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(done.returncode)
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _asked(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="wegbuch soak", description=HELP)
    parser.add_argument("--minutes", type=float, default=60.0, help="wie lange; sonst 60")
    parser.add_argument("--users", type=int, default=30, help="wie viele Menschen; sonst 30")
    parser.add_argument("--workers", type=int, default=2, help="Arbeitsprozesse des Servers; sonst 2")
    parser.add_argument("--rest", type=float, default=5.0, help="Sekunden zwischen zwei Klicks eines Menschen; sonst 5")
    parser.add_argument("--size", type=int, default=0, help=f"Zahl der Personen; sonst {OWN} je Mensch")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
