"""Loads one size and measures it; run by `bench` in a place of its own, tells everything as JSON."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from .place import BenchPlace
from .preparing import prepare

PAGES = {"P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "X"}
FLOOR_PAGE, PRODUCT_PAGE = "/leer/", "/konto/"


def main(arguments: list[str]) -> dict[str, Any]:
    """Everything that was measured, by name."""
    asked = _asked(arguments)
    prepare()
    from wegbuch.core import audit

    from .load import load

    with audit.acting_as(audit.Actor(None, part="bench")):
        land = load(asked.size)
        found: dict[str, Any] = {"size": asked.size, "people_per_second": land.per_second, "load": land.seconds}
        print(f"{asked.size}: {land.seconds:.0f} s", file=sys.stderr, flush=True)
        only = set(asked.only.split(","))
        if only & PAGES:
            from .pages import Desk
            from .timing import measured

            found["pages"] = measured(Desk(land).works(), asked.rounds, asked.at_most)
        if asked.profile:
            found["profile"] = _profiles(land)
        return found | _more(asked, land, only)


def _more(asked: argparse.Namespace, land: Any, only: set[str]) -> dict[str, Any]:
    """What is measured at the larger size only."""
    from .caseload import recount, take_in
    from .serving import served
    from .starting import costs

    place, found = BenchPlace(Path(asked.root), asked.url), {}
    if "P9" in only:
        found["P9"] = served(place, land, requests=asked.requests, seconds=asked.seconds)
        print(f"P9: {found['P9']}", file=sys.stderr, flush=True)
    if "P10" in only:
        found["P10"] = recount(land)
        print(f"P10: {found['P10']}", file=sys.stderr, flush=True)
    if "P11" in only:
        found["P11"] = take_in(land, min(asked.size, asked.people))
        print(f"P11: {found['P11']}", file=sys.stderr, flush=True)
    if "P12" in only and not asked.url:
        found["P12"] = {
            side: costs(place, settings, page, str(land.worker.pk), asked.rounds)
            for side, settings, page in (
                ("floor", "bench.floor.settings", FLOOR_PAGE),
                ("product", "wegbuch.config.settings", PRODUCT_PAGE),
            )
        }
    return found


def _profiles(land: Any) -> dict[str, dict[str, float]]:
    from .pages import Desk
    from .profiling import shares

    wanted = ("today", "case", "case_all", "cases", "search", "save", "empty")
    return {work.title: shares(work.product) for work in Desk(land).works() if work.key in wanted}


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name, kind in (("size", int), ("rounds", int), ("at-most", int), ("requests", int), ("people", int)):
        parser.add_argument(f"--{name}", type=kind, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    for name in ("only", "root", "url"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--profile", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    json.dump(main(sys.argv[1:]), sys.stdout)
