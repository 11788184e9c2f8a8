"""Reads one list in a process of its own, so that a harmful file ends this process and not the server.

Standard input: how many lines it may have, the file's name, its bytes, with a line break between. Standard output: the
workbook as `stored.pack` writes it, or, with exit status 3, the German sentence that says what to change.
"""

import resource
import sys

from . import ListUnreadable, read_file
from .stored import pack

MEMORY = 1_000_000_000
SECONDS = 90
UNREADABLE = 3


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    most, name, content = sys.stdin.buffer.read().split(b"\n", 2)
    try:
        answer, status = pack(read_file(content, name.decode("utf-8", "replace"), max_rows=int(most))), 0
    except ListUnreadable as problem:
        answer, status = str(problem), UNREADABLE
    sys.stdout.buffer.write(answer.encode())
    return status


if __name__ == "__main__":
    sys.exit(main())
