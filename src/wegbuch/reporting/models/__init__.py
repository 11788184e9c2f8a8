"""What reporting keeps: months that are closed, the secret of their pseudonyms, and reports that are being made."""

from .months import ClosedMonth, CountingSecret, digest_of
from .orders import ReportOrder

__all__ = ["ClosedMonth", "CountingSecret", "ReportOrder", "digest_of"]
