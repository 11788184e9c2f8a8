"""The program's settings with one flaw: a commit is acknowledged before it is on the disk."""

from wegbuch.config.settings import *  # noqa: F403
from wegbuch.config.settings import DATABASES

OPTIONS = DATABASES["default"]["OPTIONS"]
OPTIONS["init_command"] = OPTIONS["init_command"].replace("synchronous=FULL", "synchronous=NORMAL")
