"""Brings a checkout from nothing to ready: Python packages first, then the front-end files."""

import fcntl
import importlib.util
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from setup import frontend, packages
from setup.messages import SetupError, say, seconds_since
from setup.place import Place
from setup.stamp import Stamp, broader


def prepare(place: Place, *, with_tests: bool = False) -> None:
    """Install what is missing; a ready checkout is left untouched.

    raises  SetupError with what to do
    """
    level = "test" if with_tests else "run"
    if _is_ready(place, level):
        return
    with _only_one_at_a_time(place):
        if _is_ready(place, level):
            return
        _require_venv()
        start = time.monotonic()
        say("Wegbuch richtet sich ein. Beim ersten Mal dauert das etwa eine halbe Minute.")
        _install_packages(place, level)
        _install_frontend(place, level)
        packages.compile_lawbook(place)
        say(f"Bereit nach {seconds_since(start)}.")


def _is_ready(place: Place, level: str) -> bool:
    return _has_packages(place, level) and _has_frontend(place, level)


def _has_packages(place: Place, level: str) -> bool:
    return Stamp(place, "packages").covers(level) and os.access(place.python, os.X_OK)


def _has_frontend(place: Place, level: str) -> bool:
    return Stamp(place, "frontend").covers(level) and frontend.is_complete(place, level)


def _install_packages(place: Place, level: str) -> None:
    if _has_packages(place, level):
        return
    stamp = Stamp(place, "packages")
    before = stamp.level()
    stamp.remove()
    if not before or not os.access(place.python, os.X_OK):
        packages.make_environment(place)
    level = broader(level, before)
    packages.install(place, level)
    stamp.write(level)


def _install_frontend(place: Place, level: str) -> None:
    if _has_frontend(place, level):
        return
    stamp = Stamp(place, "frontend")
    level = broader(level, stamp.level())
    stamp.remove()
    frontend.install(place, level)
    stamp.write(level)


def _require_venv() -> None:
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    raise SetupError(
        f"Python {sys.version_info.major}.{sys.version_info.minor} fehlt hier ein Baustein (venv).\n"
        "Unter Debian und Ubuntu hilft als root: apt-get install python3-venv"
    )


@contextmanager
def _only_one_at_a_time(place: Place) -> Iterator[None]:
    try:
        lock = (place.root / ".setup.lock").open("w")
    except OSError as error:
        raise SetupError(
            f"Der Ordner {place.root} lässt sich nicht beschreiben: {error.strerror}.\n"
            "Bitte starten Sie einmal mit dem Konto, dem der Ordner gehört."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Wegbuch wird gerade schon eingerichtet. Bitte warten Sie.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
