"""Sealed fields: text that only the running program with its key ring can read.

A stored value is `v1.<key id>.<nonce and ciphertext, base64>`. Its associated data are model, field and row, so a value
copied to another row or field does not open. An unknown key or a changed byte raises and changes nothing.
"""

import base64
import secrets
from dataclasses import dataclass
from typing import Any, Protocol, Self
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.core.exceptions import FieldError
from django.db import models


class CannotOpen(RuntimeError):
    """A sealed value does not open: wrong key, or somebody changed it."""


class KeyProvider(Protocol):
    """Gives the keys of an organisation; `access` plugs itself in."""

    def current(self, organisation: UUID) -> tuple[str, bytes]: ...
    def by_id(self, organisation: UUID, key_id: str) -> bytes: ...


_provider: list[KeyProvider] = []


def plug(provider: KeyProvider) -> None:
    _provider[:] = [provider]


def seal(text: str, *, organisation: UUID, binding: str) -> str:
    """Encrypt a text with the organisation's current key.

    binding  what the value belongs to: model, field and row
    """
    key_id, key = _provider[0].current(organisation)
    nonce = secrets.token_bytes(12)
    body = nonce + AESGCM(key).encrypt(nonce, text.encode(), binding.encode())
    return f"v1.{key_id}.{base64.b64encode(body).decode()}"


def unseal(token: str, *, organisation: UUID, binding: str) -> str:
    """The text of a sealed value.

    raises  CannotOpen for an unknown form, an unknown key or a changed byte
    """
    try:
        form, key_id, body = token.split(".", 2)
        raw = base64.b64decode(body, validate=True)
    except ValueError:
        raise CannotOpen("not a sealed value") from None
    if form != "v1":
        raise CannotOpen("unknown form of sealed value")
    key = _provider[0].by_id(organisation, key_id)
    try:
        return AESGCM(key).decrypt(raw[:12], raw[12:], binding.encode()).decode()
    except InvalidTag:
        raise CannotOpen("a sealed value does not open with its key") from None


@dataclass(frozen=True)
class Sealed:
    """A value as it lies in the database."""

    token: str

    @property
    def key_id(self) -> str:
        return self.token.split(".", 2)[1]


class SealedAttribute:
    """Reads open, writes plain; what lies in the row stays sealed until it is asked for."""

    def __init__(self, field: "EncryptedTextField") -> None:
        self.field = field

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        if self.field.attname not in row.__dict__:
            row.refresh_from_db(fields=[self.field.attname])
        value = row.__dict__[self.field.attname]
        return unseal(value.token, **self.field.address(row)) if isinstance(value, Sealed) else value

    def __set__(self, row: Any, value: Any) -> None:
        kept = row.__dict__.get(self.field.attname)
        if (
            isinstance(kept, Sealed)
            and isinstance(value, str)
            and unseal(kept.token, **self.field.address(row)) == value
        ):
            return
        row.__dict__[self.field.attname] = "" if value is None else value


class EncryptedTextField(models.TextField):
    """Free text of levels L2 and L3. Never searched, never sorted, never NULL.

    Works on models that have `organisation_id` and a primary key made in Python.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def contribute_to_class(self, cls: type[models.Model], name: str, private_only: bool = False) -> None:
        super().contribute_to_class(cls, name, private_only)
        setattr(cls, self.attname, SealedAttribute(self))

    def address(self, row: Any) -> dict[str, Any]:
        """Which key opens this field of this row, and what the value is bound to."""
        return {"organisation": row.audit_organisation(), "binding": f"{row._meta.label_lower}.{self.attname}.{row.pk}"}

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return Sealed(value) if value else ""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, str) and value:
            value = Sealed(seal(value, **self.address(model_instance)))
            model_instance.__dict__[self.attname] = value
        return value

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Sealed):
            return value.token
        if value:
            raise FieldError("a sealed field cannot be written or searched in clear")
        return ""

    def get_lookup(self, lookup_name: str) -> Any:
        raise FieldError("a sealed field is never searched")

    def value_to_string(self, obj: models.Model) -> str:
        raise FieldError("a sealed field is never serialised")


class SealedMixin:
    """What a row knows about its sealed fields."""

    @classmethod
    def sealed_fields(cls: type[Any]) -> tuple[str, ...]:
        return tuple(field.attname for field in cls._meta.concrete_fields if isinstance(field, EncryptedTextField))

    def holds(self: Any, name: str) -> bool:
        """Whether a sealed field holds something, without opening it."""
        if name in self.get_deferred_fields():
            self.refresh_from_db(fields=[name])
        return bool(self.__dict__[name])

    def reseal(self) -> Self:
        """Mark every sealed field for encryption with the current key; `save` writes it."""
        for name in self.sealed_fields():
            value = getattr(self, name)
            self.__dict__[name] = value
        return self
