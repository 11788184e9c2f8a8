"""The root keys. They live in one file outside the database and outside its backup, readable by its owner alone.

The data keys of the organisations lie in the database, each wrapped by a root key: so the file changes only when a root
key is renewed, and one copy in a safe is enough.
"""

import base64
import hashlib
import json
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


class KeyRingUnusable(RuntimeError):
    """The key ring is missing, readable by others, or does not fit the database."""


@dataclass(frozen=True)
class KeyRing:
    """Root keys by name; `current` wraps, all unwrap."""

    current: str
    keys: dict[str, bytes]

    def wrap(self, data_key: bytes, *, binding: str) -> str:
        nonce = secrets.token_bytes(12)
        body = nonce + AESGCM(self.keys[self.current]).encrypt(nonce, data_key, binding.encode())
        return f"{self.current}.{base64.b64encode(body).decode()}"

    def unwrap(self, wrapped: str, *, binding: str) -> bytes:
        """The data key.

        raises  KeyRingUnusable if the root key is not in the ring or does not fit
        """
        name, _, body = wrapped.partition(".")
        if name not in self.keys:
            raise KeyRingUnusable(f"Der Schlüssel {name} fehlt im Schlüsselbund.")
        raw = base64.b64decode(body)
        try:
            return AESGCM(self.keys[name]).decrypt(raw[:12], raw[12:], binding.encode())
        except InvalidTag:
            raise KeyRingUnusable("Der Schlüsselbund passt nicht zu dieser Datenbank.") from None

    def renewed(self) -> "KeyRing":
        """The same ring with a fresh current key."""
        name = f"r{max(int(known[1:]) for known in self.keys) + 1}"
        return KeyRing(current=name, keys={**self.keys, name: AESGCM.generate_key(256)})

    def fingerprints(self) -> dict[str, str]:
        """What tells the keys apart without giving anything of them away, by name."""
        return {name: hashlib.sha256(b"fingerprint" + key).hexdigest()[:16] for name, key in self.keys.items()}

    def dump(self) -> str:
        keys = {name: base64.b64encode(key).decode() for name, key in self.keys.items()}
        return json.dumps({"current": self.current, "keys": keys}, indent=1) + "\n"


def new_ring() -> KeyRing:
    return KeyRing(current="r1", keys={"r1": AESGCM.generate_key(256)})


def read_ring(path: Path) -> KeyRing:
    """The ring as it lies on the disk.

    raises  KeyRingUnusable if it is missing, damaged, or others may read it
    """
    try:
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            raise KeyRingUnusable(f"{path.name} darf nur für den Dienst lesbar sein. Abhilfe: chmod 600 {path.name}")
        content = json.loads(path.read_text())
        keys = {name: base64.b64decode(key, validate=True) for name, key in content["keys"].items()}
        ring = KeyRing(current=content["current"], keys=keys)
    except FileNotFoundError:
        raise KeyRingUnusable("Der Schlüsselbund fehlt. Ohne ihn öffnet sich kein versiegelter Text.") from None
    except (ValueError, KeyError, AttributeError):
        raise KeyRingUnusable("Der Schlüsselbund ist beschädigt. Bitte die Kopie aus dem Tresor einsetzen.") from None
    if ring.current not in ring.keys or any(len(key) != 32 for key in ring.keys.values()):
        raise KeyRingUnusable("Der Schlüsselbund ist unvollständig. Bitte die Kopie aus dem Tresor einsetzen.")
    return ring
