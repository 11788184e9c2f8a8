"""The program's own settings, and beside them the plain pages it is measured against."""

from wegbuch.config.settings import *  # noqa: F403
from wegbuch.config.settings import ALLOWED_HOSTS, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# Many searches in a short time are what is measured here.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
