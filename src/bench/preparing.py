"""An empty place becomes one that pages can be asked of."""

import django
from django.core.management import call_command


def prepare() -> None:
    """Set Django up, make the tables, the keys and the static files."""
    django.setup()
    from wegbuch.access import keys
    from wegbuch.core import readiness

    from .bulk import refuse_other_places

    refuse_other_places()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    keys.make_ring_once()
    readiness.collect_static_files()
