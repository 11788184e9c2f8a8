"""Debian packages that the checks need: installed where we may, named where we may not."""

import importlib
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from setup import cluster
from setup.messages import SetupError, say

NOTO = Path("/usr/share/fonts/truetype/noto/NotoSansEthiopic-Regular.ttf")


ALWAYS: dict[str, Callable[[], bool]] = {
    "python3-venv": lambda: importlib.util.find_spec("ensurepip") is not None,
    "chromium": lambda: shutil.which("chromium") is not None,
    "strace": lambda: shutil.which("strace") is not None,
    "fonts-noto-core": NOTO.is_file,
    "postgresql": lambda: cluster.find_programs() is not None,
}


def ensure() -> None:
    """Install the missing packages as root.

    raises  SetupError with the exact command if we are not root or it fails
    """
    missing = [name for name, is_there in ALWAYS.items() if not is_there()]
    if not missing:
        return
    words = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        raise SetupError(f"Für die Prüfung fehlen Programme. Bitte als root ausführen: {' '.join(words)}")
    say(f"Für die Prüfung fehlen Programme. Wegbuch installiert: {' '.join(missing)}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command in (["apt-get", "update", "-q"], [words[0], "-q", *words[1:]]):
        done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True)
        if done.returncode:
            raise SetupError(f"{done.stdout[-1500:]}{done.stderr[-1500:]}\nGescheitert: {' '.join(command)}")
    importlib.invalidate_caches()
