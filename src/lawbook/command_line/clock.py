"""The only place of the lawbook that asks which day it is: what is stale is a question about today."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def today() -> date:
    """The day in Brandenburg."""
    return datetime.now(ZoneInfo("Europe/Berlin")).date()
