"""The settings of the tests: the program's own, started in a place that is thrown away."""

import atexit
import os
import shutil
import tempfile

os.environ["WEGBUCH_MODE"] = "test"
for name in ("WEGBUCH_DATA", "WEGBUCH_KEYS"):
    if name not in os.environ:
        os.environ[name] = tempfile.mkdtemp(prefix="wegbuch-test-")
        atexit.register(shutil.rmtree, os.environ[name], ignore_errors=True)

from wegbuch.config.settings import *  # noqa: E402, F403
