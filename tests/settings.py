"""The settings of the tests: the program's own, started in a place that is thrown away."""

import atexit
import os
import shutil
import tempfile

os.environ["WEGBUCH_MODE"] = "test"
# Each of several test processes has a place of its own; it would inherit that of the process that started it.
worker = os.environ.get("PYTEST_XDIST_WORKER", "")
for name in ("WEGBUCH_DATA", "WEGBUCH_KEYS"):
    if name not in os.environ or worker:
        os.environ[name] = tempfile.mkdtemp(prefix="wegbuch-test-")
        atexit.register(shutil.rmtree, os.environ[name], ignore_errors=True)

from wegbuch.config.settings import *  # noqa: E402, F403
