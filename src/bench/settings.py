"""The program's own settings, and beside them the plain pages it is measured against."""

from wegbuch.config.settings import *  # noqa: F403
from wegbuch.config.settings import ALLOWED_HOSTS, AUTHENTICATION_BACKENDS, INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "bench.floor"]
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
# The last one is the floor's: who is signed in there is read as Django reads it.
AUTHENTICATION_BACKENDS = [*AUTHENTICATION_BACKENDS, "django.contrib.auth.backends.ModelBackend"]
# Many searches in a short time are what is measured here.
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]
