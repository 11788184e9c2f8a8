"""Signs that stand for ids: the same for the same id of the same organisation, and nobody else can tell whose."""

import hashlib
import hmac
from uuid import UUID

LENGTH = 16


class Pseudonyms:
    """Signs made with the secret of one organisation."""

    def __init__(self, secret: str) -> None:
        self._secret = bytes.fromhex(secret)
        self._known: dict[tuple[str, UUID], str] = {}

    def of(self, kind: str, pk: UUID) -> str:
        """Sixteen hexadecimal digits."""
        found = self._known.get((kind, pk))
        if found is None:
            found = hmac.new(self._secret, f"{kind}:{pk}".encode(), hashlib.sha256).hexdigest()[:LENGTH]
            self._known[kind, pk] = found
        return found

    def at(self, place: str, sign: str) -> str:
        """A sign made anew for one place. Without the secret nobody can tell which of two places are the same."""
        return hmac.digest(self._secret, f"at {place}: {sign}".encode(), "sha256").hex()[:LENGTH]
