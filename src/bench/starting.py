"""What one working process costs: processor time until it can answer, memory after fifty pages.

Run as `python -m bench.starting ADDRESS USER` with the settings of the program or of the floor; tells both as JSON.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from django.core.wsgi import get_wsgi_application

from .place import BenchPlace, python

PAGES, MEBIBYTE = 50, 1024


def costs(place: BenchPlace, settings: str, address: str, user: str, runs: int) -> dict[str, float]:
    """Seconds and MiB, the medians of several starts."""
    from statistics import median

    mode = "serve" if settings.startswith("wegbuch") else "manage"
    words = python("bench.starting", address, user)
    told = [json.loads(subprocess.check_output(words, env=place.environment(mode, settings))) for _ in range(runs)]
    return {name: median(each[name] for each in told) for name in told[0]}


def main(address: str, user: str) -> dict[str, float]:
    get_wsgi_application()
    started = time.process_time()
    from django.contrib.auth import get_user_model
    from django.test import Client

    client: Any = Client(headers={"host": "localhost"})
    client.force_login(get_user_model()._default_manager.get(pk=user))
    for _ in range(PAGES):
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    return {"seconds": started, "mebibytes": _resident()}


def _resident() -> float:
    """Memory this process holds now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / MEBIBYTE


if __name__ == "__main__":
    json.dump(main(*sys.argv[1:3]), sys.stdout)
