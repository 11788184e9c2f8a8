"""What the processor does for a page, by layer."""

import cProfile
from collections import defaultdict
from collections.abc import Callable
from typing import Any

# The first part of a path that fits names the layer; time inside the interpreter counts for whoever called.
LAYERS = (
    ("Vorlagen", ("django/template/", "core/templatetags", "django/templatetags")),
    ("Formulare", ("django/forms/", "core/forms.py", "core/widgets.py", "core/fields.py", "/forms/")),
    ("Datenbank", ("django/db/backends/", "sqlite3", "psycopg", "core/readonly.py")),
    ("Fragen bauen und Zeilen lesen (ORM)", ("django/db/", "core/models.py", "core/tenant.py")),
    ("Sitzung und Person", ("contrib/sessions", "contrib/auth", "access/sessions.py", "allauth", "signing", "crypto")),
    ("Rahmen der Seite", ("access/frame.py", "core/areas.py", "/apps.py", "frame.py")),
    ("Tor und Rechte", ("access/gate.py", "access/policy.py")),
    ("Protokoll", ("access/log.py", "models/log.py", "core/audit.py", "hashlib", "json/")),
    ("Siegel", ("core/sealed.py", "cryptography", "access/keys.py")),
    ("Übersetzung, Tage, Zahlen", ("utils/translation", "formats", "dateformat", "gettext", "numberformat")),
    ("Text sicher machen", ("utils/html", "safestring", "utils/text", "html/__init__")),
    ("Adressen", ("django/urls/",)),
    ("Anfrage und Antwort", ("core/handlers", "middleware", "django/test", "http/", "email/")),
    ("Regelbuch", ("lawbook/",)),
    ("unser übriges Programm", ("wegbuch/",)),
)
REST = "sonstiges"


def shares(ask: Callable[[], Any], calls: int = 10) -> dict[str, float]:
    """Milliseconds of one call by layer; cProfile itself makes everything slower, so the shares count."""
    ask()
    profile = cProfile.Profile()
    profile.enable()
    for _ in range(calls):
        ask()
    profile.disable()
    profile.create_stats()
    found: defaultdict[str, float] = defaultdict(float)
    for function, (_cc, _nc, own, _total, callers) in profile.stats.items():
        if function[0] == "~" and callers:
            for caller, (_ccc, _cnc, caused, _ctotal) in callers.items():
                found[_layer(caller)] += caused * 1000 / calls
        else:
            found[_layer(function)] += own * 1000 / calls
    return dict(sorted(found.items(), key=lambda entry: -entry[1]))


def _layer(function: tuple[str, int, str]) -> str:
    path = function[0] if function[0] != "~" else function[2]
    return next((name for name, parts in LAYERS if any(part in path for part in parts)), REST)
