"""What people read while set-up works; all of it on the error stream, so that answers stay alone on the other."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ADVICE = (
    (
        ("No space left on device", "ENOSPC", "Disk quota exceeded"),
        "Der Speicherplatz reicht nicht. Bitte schaffen Sie 1 GB Platz und starten Sie neu.",
    ),
    (
        ("Permission denied", "EACCES", "EROFS", "Read-only file system"),
        "Ein Ordner lässt sich nicht beschreiben. Bitte prüfen Sie die Rechte und starten Sie neu.",
    ),
    (
        ("DO NOT MATCH THE HASHES", "Hash mismatch", "EINTEGRITY"),
        "Ein Paket passt nicht zu seiner Prüfsumme. Es wurde nicht installiert.",
    ),
    (
        (
            "Temporary failure in name resolution",
            "NewConnectionError",
            "ConnectTimeoutError",
            "error sending request",
            "dns error",
            "Network is unreachable",
            "Connection refused",
            "ENOTFOUND",
            "EAI_AGAIN",
            "ECONNREFUSED",
            "ETIMEDOUT",
        ),
        "Die Paketquelle ist nicht erreichbar. Bitte prüfen Sie Netz und Proxy und starten Sie neu.",
    ),
)
OTHERWISE = "Ein Schritt der Einrichtung ist gescheitert. Der nächste Start versucht es erneut."


class SetupError(Exception):
    """What is missing and what to do about it, in words for people."""


class CommandFailed(SetupError):
    """A tool of the set-up gave up; is_hopeless when another tool would fail for the same reason."""

    def __init__(self, output: str) -> None:
        self.advice = next((advice for signs, advice in ADVICE if any(sign in output for sign in signs)), OTHERWISE)
        last_lines = [line for line in output.splitlines() if line.strip()][-12:]
        super().__init__("\n".join([*(f"    {line}" for line in last_lines), self.advice]))

    @property
    def is_hopeless(self) -> bool:
        return self.advice in (ADVICE[0][1], ADVICE[1][1])


def say(text: str) -> None:
    """Print one message for the person at the keyboard."""
    print(text, file=sys.stderr, flush=True)


def seconds_since(start: float) -> str:
    """Time passed since a reading of time.monotonic, written the German way."""
    return f"{time.monotonic() - start:.1f} s".replace(".", ",")


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print the title, and its time once the work inside is done."""
    start = time.monotonic()
    print(f"  {title} …", end="", file=sys.stderr, flush=True)
    try:
        yield
    except BaseException:
        say("")
        raise
    say(f" {seconds_since(start)}")


def run(command: Sequence[str | Path], *, folder: Path, environment: Mapping[str, str]) -> str:
    """What a tool printed; its output is shown only if it fails.

    raises  CommandFailed with the tool's last lines and advice
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise CommandFailed(str(error)) from error
    if done.returncode:
        raise CommandFailed(done.stdout)
    return done.stdout
