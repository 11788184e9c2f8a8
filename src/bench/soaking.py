"""Loads people for a long day, starts the server and lets the day pass.

Run by `soak` in a place of its own; tells everything as JSON.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .place import BenchPlace
from .preparing import prepare


def main(arguments: list[str]) -> dict[str, Any]:
    """Everything that was seen."""
    asked = _asked(arguments)
    prepare()
    from django.db import connection

    from wegbuch.core import audit

    from .day import passed
    from .load import load

    with audit.acting_as(audit.Actor(None, part="bench")):
        land = load(asked.size, opened=asked.size)
        connection.close()  # with it goes the log of the loading, which is not what is measured
        place = BenchPlace(Path(asked.root), "")
        return passed(place, land, users=asked.users, workers=asked.workers, rest=asked.rest, seconds=asked.seconds)


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name, kind in (("size", int), ("users", int), ("workers", int), ("rest", float), ("seconds", float)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    parser.add_argument("--root", required=True)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    json.dump(main(sys.argv[1:]), sys.stdout)
