"""From which number on a count is shown to somebody who must not see people."""

SMALLEST_SHOWN = 5
