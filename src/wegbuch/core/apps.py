from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "wegbuch.core"
    verbose_name = "Grund"

    def ready(self) -> None:
        from . import checks  # noqa: F401
