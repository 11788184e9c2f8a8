"""Stored files: checked, made harmless, sealed on the disk, shown again.

Every content is one of two kinds: a JPEG that this program has drawn itself, or a PDF as it came.
"""

from .keeping import claim, discard, keep, one_line
from .showing import content, response
from .sweeping import discard_forgotten, remove_orphans

__all__ = ["claim", "content", "discard", "discard_forgotten", "keep", "one_line", "remove_orphans", "response"]
