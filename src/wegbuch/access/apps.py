from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "wegbuch.access"
    verbose_name = "Zugang"

    def ready(self) -> None:
        from wegbuch.core import audit, sealed

        from . import checks, doors, keys, log, sign_in_log  # noqa: F401

        audit.plug(log.keep_changes)
        sealed.plug(keys.provider)
        doors.open_doors()
