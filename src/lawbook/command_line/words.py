"""Reads options and writes JSON for the commands."""

import json
import sys
from collections.abc import Callable
from typing import Any

WRONG = 2


def take(arguments: list[str], name: str, *, has_value: bool = True) -> str | None:
    """Take an option out of the arguments: its value, "" for a switch, None where it is not there."""
    if name not in arguments:
        return None
    place = arguments.index(name)
    arguments.pop(place)
    if not has_value:
        return ""
    return arguments.pop(place) if place < len(arguments) else ""


def wrong(sentence: str) -> int:
    """Say what is wrong."""
    print(sentence, file=sys.stderr)
    return WRONG


def write(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False)
    sys.stdout.write("\n")


def answer_all(answer: Callable[[Any], dict[str, Any]]) -> int:
    """Answer the question, or the list of questions, on standard input; each error stands in its own place."""
    try:
        asked = json.loads(sys.stdin.buffer.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as problem:
        write({"error": f"Die Eingabe ist kein JSON: {problem}", "fields": []})
        return WRONG
    answers = [answer(each) for each in asked] if isinstance(asked, list) else answer(asked)
    write(answers)
    every = answers if isinstance(answers, list) else [answers]
    return WRONG if any("error" in each for each in every) else 0
