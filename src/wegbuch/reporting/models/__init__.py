"""What reporting keeps: months that are closed, and the secret of their pseudonyms."""

from .months import ClosedMonth, CountingSecret, digest_of

__all__ = ["ClosedMonth", "CountingSecret", "digest_of"]
