"""The pages of this room: counts, and the reports that are made of them."""

from .counts import contacts, counts, district, people
from .files import proof, report_file
from .months import close_month, month, months, my_gaps
from .opened import counted
from .reports import report, report_text, reports
from .settlement import heads, settlement, settlement_file

__all__ = [
    "close_month",
    "contacts",
    "counted",
    "counts",
    "district",
    "heads",
    "month",
    "months",
    "my_gaps",
    "people",
    "proof",
    "report",
    "report_file",
    "report_text",
    "reports",
    "settlement",
    "settlement_file",
]
