"""What a counsellor types, as the browser sends it."""

from typing import Any
from uuid import uuid4

import pytest


@pytest.fixture
def quick():
    """The quick entry as sent: everything as at first sight, a task chosen."""

    def typed(**fields: Any) -> dict[str, Any]:
        return {
            "entry_key": str(uuid4()),
            "who": "",
            "task_area": "3",
            "minutes": "10",
            "minutes_other": "",
            "form": "conversation",
            "form_other": "",
            "language": "prs:video",
            "language_other": "",
            "channel_other": "none",
            "note": "",
            "follow_up": "none",
            "follow_up_on": "",
            "follow_up_text": "",
        } | {name: str(value) if not isinstance(value, list) else value for name, value in fields.items()}

    return typed


@pytest.fixture
def long(quick):
    """The long entry as sent."""

    def typed(**fields: Any) -> dict[str, Any]:
        return quick(**({"held_on": "heute"} | fields))

    return typed
