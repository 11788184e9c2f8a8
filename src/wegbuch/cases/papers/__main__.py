"""Checks one upload in a process of its own, so that harmful bytes end this process and not the server.

Standard input: the bytes. Standard output: the content type, a line break, the bytes to keep; or, with exit status
REFUSED, the German sentence that says what to do.
"""

import resource
import sys

from . import MEMORY, REFUSED, SECONDS, PaperRefused
from .kinds import harmless


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        content_type, content = harmless(sys.stdin.buffer.read())
    except PaperRefused as problem:
        sys.stdout.buffer.write(str(problem).encode())
        return REFUSED
    sys.stdout.buffer.write(content_type.encode() + b"\n" + content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
