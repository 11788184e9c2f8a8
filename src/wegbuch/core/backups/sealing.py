"""A stream of bytes, encrypted in chunks to a public key.

Form: MAGIC, the public half of a key made for this one file (32 bytes), then chunks of 64 KiB, each with a tag of 16
bytes. The nonce of a chunk is its number and whether it is the last: a chunk that is cut off, swapped or doubled does
not open. The head is bound to every chunk.
"""

import base64
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"WEGBUCH-BACKUP-1\n"
CHUNK = 64 * 1024
TAG = 16
PRIVATE_PREFIX = "wegbuch-backup-key-"


class CannotRestore(ValueError):
    """A backup does not open or does not hold what it promises; the text says in German what to do."""


def new_pair() -> tuple[str, str]:
    """A public and a private key, as text."""
    private = X25519PrivateKey.generate()
    return _text(private.public_key().public_bytes_raw()), PRIVATE_PREFIX + _text(private.private_bytes_raw())


def read_private(text: str) -> X25519PrivateKey:
    """The private key somebody kept.

    raises  CannotRestore if it is none
    """
    try:
        raw = base64.b64decode(text.strip().removeprefix(PRIVATE_PREFIX), validate=True)
        return X25519PrivateKey.from_private_bytes(raw)
    except ValueError:
        raise CannotRestore(f"Das ist kein privater Schlüssel. Er beginnt mit {PRIVATE_PREFIX}.") from None


def read_public(text: str) -> X25519PublicKey:
    return X25519PublicKey.from_public_bytes(base64.b64decode(text.strip(), validate=True))


class SealedWriter:
    """Encrypts what is written to it; `close` writes the last chunk."""

    def __init__(self, file: BinaryIO, recipient: X25519PublicKey) -> None:
        ours = X25519PrivateKey.generate()
        self._head = MAGIC + ours.public_key().public_bytes_raw()
        self._cipher = _cipher(ours.exchange(recipient), self._head, recipient)
        self._file, self._waiting, self._number = file, bytearray(), 0
        file.write(self._head)

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._put(bytes(self._waiting[:CHUNK]), is_last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def flush(self) -> None:
        """Chunks leave when they are full; the rest leaves with `close`."""

    def close(self) -> None:
        self._put(bytes(self._waiting), is_last=True)

    def _put(self, chunk: bytes, *, is_last: bool) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, self._head))
        self._number += 1


class SealedReader:
    """Reads what SealedWriter wrote; raises CannotRestore at the first byte that is not as it was."""

    def __init__(self, file: BinaryIO, private: X25519PrivateKey) -> None:
        self._head = file.read(len(MAGIC) + 32)
        if not self._head.startswith(MAGIC) or len(self._head) < len(MAGIC) + 32:
            raise CannotRestore("Diese Datei ist keine Sicherung von Wegbuch.")
        theirs = X25519PublicKey.from_public_bytes(self._head[len(MAGIC) :])
        self._cipher = _cipher(private.exchange(theirs), self._head, private.public_key())
        self._file, self._open, self._number = file, bytearray(), 0
        self._next = file.read(CHUNK + TAG)
        if not self._next:
            raise CannotRestore(DAMAGED)

    def read(self, size: int) -> bytes:
        while len(self._open) < size and self._next:
            self._open += self._chunk()
        data = bytes(self._open[:size])
        del self._open[:size]
        return data

    def read_to_end(self) -> None:
        """Read what is left, so that a cut or added end is noticed."""
        while self.read(CHUNK):
            pass

    def _chunk(self) -> bytes:
        sealed, self._next = self._next, self._file.read(CHUNK + TAG)
        try:
            chunk = self._cipher.decrypt(_nonce(self._number, is_last=not self._next), sealed, self._head)
        except InvalidTag:
            raise CannotRestore(WRONG_KEY if self._number == 0 else DAMAGED) from None
        self._number += 1
        return chunk


WRONG_KEY = "Die Sicherung öffnet sich nicht. Der Schlüssel passt nicht, oder die Datei ist beschädigt."
DAMAGED = "Die Sicherung ist beschädigt oder abgeschnitten. Bitte nehmen Sie eine andere."


def _cipher(shared: bytes, head: bytes, recipient: X25519PublicKey) -> ChaCha20Poly1305:
    salt = head + recipient.public_bytes_raw()
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt=salt, info=b"wegbuch backup").derive(shared))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([is_last])


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
