from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "wegbuch.core"
    verbose_name = "Grund"

    def ready(self) -> None:
        from . import checks, row_security  # noqa: F401

        post_migrate.connect(row_security.erect_after_migrations, sender=self)
