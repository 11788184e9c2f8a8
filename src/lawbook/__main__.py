"""`python -m lawbook`: the lawbook for people and, with --json, for programs."""

import sys

from lawbook.command_line import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
