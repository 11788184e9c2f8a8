"""One sign-in for each role, with a password made by chance at the first start."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from wegbuch.access.models import User
from wegbuch.access.roles import Role
from wegbuch.core import audit
from wegbuch.core.private_files import write_private

from . import staff
from .source import VALUES

FILE_NAME = "sign-ins.json"
WORDS_IN_PASSWORD = 4


@dataclass(frozen=True)
class SignIn:
    """One line of the table that every start prints."""

    role: str
    email: str
    password: str


def path() -> Path:
    return settings.KEY_RING.parent / FILE_NAME


def forget() -> None:
    """Drop the sign-ins of a district that is gone."""
    path().unlink(missing_ok=True)


def new_password() -> str:
    """Four words and two figures, such as Ahorn-Kahn-Mond-Ufer-27."""
    words = (VALUES / "words.txt").read_text(encoding="utf-8").split()
    chosen = [secrets.choice(words) for _ in range(WORDS_IN_PASSWORD)]
    return "-".join([*chosen, f"{secrets.randbelow(90) + 10}"])


def ensure() -> list[SignIn]:
    """The sign-ins of this demo; made once, kept in a file that only its owner reads."""
    if path().exists():
        return [SignIn(**row) for row in json.loads(path().read_text(encoding="utf-8"))]
    made = []
    with transaction.atomic(), audit.acting_as(audit.Actor(None, part="demo")):
        for entry in staff.entries():
            if entry.get("has_sign_in"):
                made.append(_give_password(entry["name"], staff.email(entry), Role(entry["role"])))
    write_private(path(), json.dumps([asdict(row) for row in made], ensure_ascii=False, indent=1) + "\n")
    return made


def _give_password(name: str, email: str, role: Role) -> SignIn:
    user = User.objects.get(email=email)
    sign_in = SignIn(f"{role.label} ({name})", email, new_password())
    user.set_password(sign_in.password)
    user.save()
    return sign_in


def table(rows: list[SignIn]) -> str:
    """Role, address and password in columns."""
    widths = [max(len(getattr(row, name)) for row in rows) for name in ("role", "email")]
    return "\n".join(f"  {row.role:<{widths[0]}}  {row.email:<{widths[1]}}  {row.password}" for row in rows)
