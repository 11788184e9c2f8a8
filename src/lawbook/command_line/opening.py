"""The commands about entitlements: what is open, when, and for whom it changes."""

from pathlib import Path

from .. import compiled, entitlements
from ..entitlements import as_json
from ..entitlements.rules import from_content
from . import words

NEEDS_JSON = "Dieser Befehl liest Fragen als JSON: lawbook {} --json."


def opened(arguments: list[str]) -> int:
    """`entitlements --json`: what every rule says about every person of a question."""
    unlisted_is_no = words.take(arguments, "--unlisted=false", has_value=False) is not None
    if words.take(arguments, "--json", has_value=False) is None:
        return words.wrong(NEEDS_JSON.format("entitlements"))
    book = entitlements.load()
    return words.answer_all(lambda question: as_json.answer(book, question, unlisted_is_no=unlisted_is_no))


def perspective(arguments: list[str]) -> int:
    """`perspective --json`: the periods of every rule between two days."""
    if words.take(arguments, "--json", has_value=False) is None:
        return words.wrong(NEEDS_JSON.format("perspective"))
    book = entitlements.load()
    return words.answer_all(lambda question: as_json.doors(book, question))


def impact(arguments: list[str]) -> int:
    """`impact --json [--old FOLDER]`: whose answers change between two days, or against another state of the book."""
    old = words.take(arguments, "--old")
    if words.take(arguments, "--json", has_value=False) is None:
        return words.wrong(NEEDS_JSON.format("impact"))
    book = entitlements.load()
    try:
        before = from_content(compiled.of_folder(Path(old))) if old else book
    except (OSError, ValueError) as problem:
        return words.wrong(f"Der alte Stand lässt sich nicht lesen: {problem}")
    return words.answer_all(lambda question: as_json.impact(before, book, question))
