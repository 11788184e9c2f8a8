"""The door for the application server."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wegbuch.config.settings")
application = get_wsgi_application()


def hold_the_database_open() -> None:
    """Keep one SQLite connection while the process lives.

    Without one, SQLite folds its log away after every request and makes it anew for the next: more waits for the disk
    each time, and on a full disk nobody could even read.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.ensure_connection()


hold_the_database_open()
# What was loaded so far stays for good: the collector need not walk through it again at every twentieth page.
gc.collect()
gc.freeze()
