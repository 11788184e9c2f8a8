"""Addresses of rows in long lists: an address is worked out once for its page, not once for each row."""

from functools import cache
from uuid import UUID

from django.urls import reverse

NOBODY = UUID(int=0)


def of_row(name: str, pk: UUID) -> str:
    """The address of the page with this name for one row, as `reverse` gives it."""
    before, after = _around(name)
    return f"{before}{pk}{after}"


@cache
def _around(name: str) -> tuple[str, str]:
    before, _id, after = reverse(name, args=[NOBODY]).partition(str(NOBODY))
    return before, after
