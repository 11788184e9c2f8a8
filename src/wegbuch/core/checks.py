"""What must hold before the program may start."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from . import audit


@register()
def audit_log_is_plugged_in(**kwargs: Any) -> list[CheckMessage]:
    if audit.is_plugged():
        return []
    return [Error("Kein Protokoll eingesteckt: Änderungen würden nicht festgehalten.", id="wegbuch.E001")]
