"""Log lines without people: what failed and where, never with which values."""

import logging
import traceback


class QuietFormatter(logging.Formatter):
    """Keeps level, logger, status and places in the code; drops messages, arguments and values.

    A message may quote a form, a name or an address; a place in the code never does.
    """

    def format(self, record: logging.LogRecord) -> str:
        parts = [self.formatTime(record), record.levelname, record.name]
        if status := getattr(record, "status_code", None):
            parts.append(str(status))
        if reference := getattr(record, "reference", None):
            parts.append(f"Kennung {reference}")
        if record.exc_info and record.exc_info[0]:
            parts.append(record.exc_info[0].__name__)
            frames = traceback.extract_tb(record.exc_info[2])[-6:]
            parts += [f"{frame.name}:{frame.lineno}" for frame in frames]
        elif record.name.startswith("wegbuch"):
            parts.append(record.getMessage())
        return " ".join(parts)
