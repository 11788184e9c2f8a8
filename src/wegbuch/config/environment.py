"""Everything the program takes from its surroundings, read once and refused loudly when wrong."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from wegbuch.core.private_files import write_private

ROOT = Path(__file__).resolve().parents[3]
MODES = ("demo", "serve", "test", "manage")
NO_SIGNING_FILE = (
    "Der Schlüssel secret.key fehlt, die Datenbank gibt es schon. Stimmt WEGBUCH_KEYS?\n"
    "Sonst setzen Sie die Kopie ein. Gibt es keine: ./wegbuch migrate macht einen neuen, alle melden sich neu an."
)


@dataclass(frozen=True)
class Relay:
    """The one mail server the reminders may speak to."""

    host: str
    port: int
    sender: str


@dataclass(frozen=True)
class Environment:
    """Where the program runs and what for."""

    mode: str
    data: Path
    keys: Path
    hosts: tuple[str, ...]
    fixed_today: date | None
    is_debug: bool
    database_url: str
    replica_url: str
    proxy_count: int
    is_behind_tls: bool
    relay: Relay | None

    @property
    def database_file(self) -> Path:
        return self.data / "wegbuch.sqlite3"

    @property
    def demo_marker(self) -> Path:
        """Lies in a data folder whose people are invented."""
        return self.data / "demo.marker"

    def secret_key(self) -> str:
        """The signing key of sessions, kept beside the key ring with mode 0600; made for a new place.

        raises  ImproperlyConfigured if daily work is to start without it on a database that exists
        """
        if self.mode == "test":
            return "only-for-tests-" + "x" * 50
        path = self.keys / "secret.key"
        if not path.exists():
            if self.mode == "serve" and (self.database_url or self.database_file.exists()):
                raise ImproperlyConfigured(NO_SIGNING_FILE)
            write_private(path, secrets.token_urlsafe(64))
        return path.read_text().strip()


def from_environment(env: Mapping[str, str]) -> Environment:
    """Read WEGBUCH_… variables, and DATABASE_URL where there is no WEGBUCH_DATABASE.

    raises  ImproperlyConfigured with a German sentence for a value that cannot be meant
    """
    mode = env.get("WEGBUCH_MODE", "manage")
    if mode not in MODES:
        raise ImproperlyConfigured(f"WEGBUCH_MODE={mode} gibt es nicht. Möglich: {', '.join(MODES)}.")
    data, keys = ("var/demo", "var/demo-keys") if mode == "demo" else ("var", "keys")
    return Environment(
        mode=mode,
        data=Path(env.get("WEGBUCH_DATA") or ROOT / data).resolve(),
        keys=Path(env.get("WEGBUCH_KEYS") or ROOT / keys).resolve(),
        hosts=tuple(env.get("WEGBUCH_HOSTS", "localhost 127.0.0.1").split()),
        fixed_today=_day(env.get("WEGBUCH_TODAY", "")),
        is_debug=_switch(env, "WEGBUCH_DEBUG"),
        database_url=_database_url(env, mode),
        replica_url=env.get("WEGBUCH_REPLICA", ""),
        proxy_count=_number(env, "WEGBUCH_PROXIES"),
        is_behind_tls=_switch(env, "WEGBUCH_TLS"),
        relay=_relay(env),
    )


def _database_url(env: Mapping[str, str], mode: str) -> str:
    """Our own name, else the one many hosters set; that one means daily work and is never filled with a demo."""
    return env.get("WEGBUCH_DATABASE") or ("" if mode == "demo" else env.get("DATABASE_URL", ""))


def _relay(env: Mapping[str, str]) -> Relay | None:
    host, sender = env.get("WEGBUCH_MAIL_HOST", ""), env.get("WEGBUCH_MAIL_SENDER", "")
    if not host and not sender:
        return None
    if not host or "@" not in sender:
        raise ImproperlyConfigured("Mails brauchen beides: WEGBUCH_MAIL_HOST und eine Adresse in WEGBUCH_MAIL_SENDER.")
    return Relay(host, _number(env, "WEGBUCH_MAIL_PORT", "25"), sender)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ImproperlyConfigured(f"WEGBUCH_TODAY={text} ist kein Tag. Beispiel: 2026-11-26.") from None


def _switch(env: Mapping[str, str], name: str) -> bool:
    text = env.get(name, "0")
    if text not in {"0", "1"}:
        raise ImproperlyConfigured(f"{name}={text} ist weder 0 noch 1.")
    return text == "1"


def _number(env: Mapping[str, str], name: str, unset: str = "0") -> int:
    text = env.get(name, unset)
    if not text.isdigit():
        raise ImproperlyConfigured(f"{name}={text} ist keine Zahl ab 0.")
    return int(text)
