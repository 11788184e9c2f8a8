"""The settings of the tests: the program's own, started in a place that is thrown away."""

import os
import tempfile

os.environ["WEGBUCH_MODE"] = "test"
os.environ.setdefault("WEGBUCH_DATA", tempfile.mkdtemp(prefix="wegbuch-test-"))
os.environ.setdefault("WEGBUCH_KEYS", tempfile.mkdtemp(prefix="wegbuch-keys-"))

from wegbuch.config.settings import *  # noqa: E402, F403
