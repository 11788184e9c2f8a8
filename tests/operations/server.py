"""The program's real server in a place of its own: started as an operator starts it, killed as a machine dies."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from wegbuch.access.management.commands.serve import server_words

from .place import Place

STARTS_WITHIN = 90.0
LOOKS_EVERY = 0.1


@dataclass
class Server:
    """wrapper  words before the command, for a program that watches it
    workers  processes that answer
    """

    place: Place
    wrapper: Sequence[str] = ()
    more: dict[str, str] = field(default_factory=dict)
    port: int = 0
    workers: int = 1

    @property
    def log(self) -> Path:
        """What it said."""
        return self.place.root / "server.log"

    @property
    def session(self) -> int:
        """The session of all its processes, those beside it included."""
        return self._process.pid

    def start(self) -> None:
        self.port = _free_port()
        words = ["serve", "--port", str(self.port), "--workers", str(self.workers)]
        self._start([*self.wrapper, sys.executable, "-P", "-m", "wegbuch", *words])

    def start_again(self) -> None:
        """Start after a kill, on the same port; what the first start made sure of still holds."""
        self._start(server_words("127.0.0.1", self.port))

    def _start(self, command: Sequence[str]) -> None:
        with self.log.open("a") as told:
            self._process = subprocess.Popen(
                command,
                env=self.place.environment(WEGBUCH_MODE="serve", **self.more),
                cwd=self.place.root,
                stdout=told,
                stderr=told,
                start_new_session=True,
            )
        for _ in range(int(STARTS_WITHIN / LOOKS_EVERY)):
            if self.is_well():
                return
            self._wait_a_moment()
        raise AssertionError("the server does not answer")

    def is_well(self) -> bool:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/gesund/")
            return connection.getresponse().read() == b"ok"
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End all its processes in the middle of whatever they do."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> int:
        """Ask it to end, as an operator does. Returns its exit status."""
        self._process.terminate()
        return self._process.wait(timeout=60)

    def _wait_a_moment(self) -> None:
        try:
            self._process.wait(timeout=LOOKS_EVERY)
        except subprocess.TimeoutExpired:
            return
        raise AssertionError("the server ended by itself")


@contextmanager
def running(place: Place, wrapper: Sequence[str] = (), workers: int = 1, **more: str) -> Iterator[Server]:
    server = Server(place, wrapper, more, workers=workers)
    server.start()
    try:
        yield server
    finally:
        if server._process.poll() is None:
            server.kill()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
