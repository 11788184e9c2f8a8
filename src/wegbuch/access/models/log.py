"""The two logs: what was changed and what was read. Rows are added, never changed, and chained by hashes."""

import hashlib
import json
from typing import Any, ClassVar

from django.db import models

GENESIS = "0" * 64


class ChainHead(models.Model):
    """The last link of one chain: one chain of changes and one of reads for each organisation."""

    chain = models.CharField(max_length=60, primary_key=True)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default=GENESIS)


class ChainedEvent(models.Model):
    """One link. Its digest covers its content and the digest before it."""

    id = models.BigAutoField(primary_key=True)
    chain = models.CharField(max_length=60)
    number = models.BigIntegerField()
    at = models.DateTimeField()
    user = models.UUIDField(null=True)
    subject = models.UUIDField(null=True)
    digest = models.CharField(max_length=64)

    CONTENT: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True
        constraints = [models.UniqueConstraint(fields=["chain", "number"], name="%(class)s_number_once")]
        indexes = [
            models.Index(fields=["chain", "subject", "at"], name="%(class)s_subject"),
            models.Index(fields=["chain", "at"], name="%(class)s_at"),
        ]

    def digest_after(self, before: str) -> str:
        """SHA-256 over the digest before and this content, hex."""
        content = [self.chain, self.number, self.at.isoformat(), str(self.user), str(self.subject)]
        content += [getattr(self, name) for name in self.CONTENT]
        return hashlib.sha256((before + json.dumps(content, ensure_ascii=True)).encode()).hexdigest()

    def save(self, *args: Any, **kwargs: Any) -> None:
        raise TypeError("events are appended by access.log, never saved")

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError("events are never deleted")


class AuditEvent(ChainedEvent):
    """One change."""

    part = models.CharField(max_length=40)
    action = models.CharField(max_length=20)
    model = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    fields = models.TextField()

    CONTENT = ("part", "action", "model", "object_id", "fields")


class ReadEvent(ChainedEvent):
    """One look at a file, at a part of it, or at a stub in a list of hits."""

    what = models.CharField(max_length=40)
    object_id = models.CharField(max_length=40)
    purpose = models.CharField(max_length=40)

    CONTENT = ("what", "object_id", "purpose")
