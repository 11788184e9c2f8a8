"""A command of the program that runs beside the web process: started again when it falls, ended with it."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

LOOKS_EVERY, RESTS_FOR = 1, 10


class StopSignal:
    """Turns true when this process is asked to end. What it does just then it may finish."""

    def __init__(self) -> None:
        self._is_asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def __bool__(self) -> bool:
        return self._is_asked

    def _ask(self, number: int, frame: FrameType | None) -> None:
        self._is_asked = True


def start(command: str) -> None:
    """Run a command that knows `--beside` for as long as this process lives, also after an exec."""
    words = [sys.executable, "-P", "-m", __name__, command, str(os.getpid())]
    subprocess.Popen(words, stdin=subprocess.DEVNULL)  # noqa: S603 - our own program, no shell


def has_parent(parent: int) -> bool:
    return os.getppid() == parent


def keep(command: str, web: int) -> None:
    """Start the command again whenever it falls, until the web process or somebody ends this."""
    stop = StopSignal()
    words = [sys.executable, "-P", "-m", "wegbuch", command, "--beside", str(os.getpid())]
    while not stop and has_parent(web):
        child = subprocess.Popen(words)  # noqa: S603 - our own program, no shell
        while child.poll() is None and not stop and has_parent(web):
            time.sleep(LOOKS_EVERY)
        child.terminate()
        child.wait()
        for _ in range(RESTS_FOR):
            if not stop and has_parent(web):
                time.sleep(LOOKS_EVERY)


if __name__ == "__main__":
    keep(sys.argv[1], int(sys.argv[2]))
