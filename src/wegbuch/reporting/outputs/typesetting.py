"""Sets one report in a process of its own, with little memory and little time. Knows no Django and no people.

Standard input: the report as JSON. Standard output: the PDF.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any, cast
from unicodedata import category

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
MEMORY, SECONDS = 2_000_000_000, 60
# What the fonts inside typst hold: Latin, Greek, Cyrillic, and the signs between words.
LETTERS = (range(0x20, 0x0500), range(0x1E00, 0x1F00), range(0x2010, 0x2041), range(0x20A0, 0x20C0))
MISSING = "?"


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    sys.stdout.buffer.write(set_in_type(json.loads(sys.stdin.buffer.read())))
    return 0


def set_in_type(report: object) -> bytes:
    """The report as PDF/UA-1. Letters that no font holds are replaced: the standard forbids empty boxes."""
    compiler = typst.Compiler(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(printable(report))},
    )
    return cast(bytes, compiler.compile(format="pdf", pdf_standards=["ua-1"]))


def printable(found: Any) -> Any:
    """The same with every text in letters that can be set."""
    if isinstance(found, str):
        return "".join(sign if _has_form(sign) else MISSING for sign in found)
    if isinstance(found, list):
        return [printable(each) for each in found]
    if isinstance(found, dict):
        return {key: printable(each) for key, each in found.items()}
    return found


def _has_form(sign: str) -> bool:
    return category(sign) not in ("Cc", "Cn") and any(ord(sign) in letters for letters in LETTERS)


if __name__ == "__main__":
    sys.exit(main())
