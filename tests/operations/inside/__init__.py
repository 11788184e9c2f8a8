"""Programs that run inside a place of their own, with its settings: `python -m tests.operations.inside.<name>`."""

import django

django.setup()
