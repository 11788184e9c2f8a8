"""Processor time of a piece of work: of this process, of those it started, and of the server that answers it."""

import os
import time
from contextlib import suppress
from pathlib import Path

from django.db import connection

NANO = 1_000_000_000


def spent() -> float:
    """Processor seconds so far; a difference of two counts.

    A PostgreSQL server counts with the one process that serves our connection, if it runs on this machine; helpers
    that it starts for a large table do not.
    """
    helpers = os.times()
    return time.process_time() + helpers.children_user + helpers.children_system + _server()


def _server() -> float:
    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    with suppress(OSError):
        return int(_schedule(connection.connection.info.backend_pid).read_text().split()[0]) / NANO
    return 0.0


def _schedule(process: int) -> Path:
    return Path(f"/proc/{process}/schedstat")
