"""How long a bar is in a table that is also a picture."""

from decimal import Decimal

# The longest leaves a little room, so that a line behind its end stays inside.
ROOM = 0.95


def length(number: Decimal | float | None, longest: Decimal | float) -> str:
    """Such as „77.5%“; nothing to show has no bar."""
    return f"{float(number) / float(longest) * ROOM:.1%}" if number and number > 0 and longest else ""
