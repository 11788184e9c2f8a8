"""The command line of the lawbook. Exit status: 0 answered, 1 no such command, 2 something wrong with a question."""

import sys
from collections.abc import Callable, Sequence

HELP = """Lawbook — Fristen des Asyl-, Aufenthalts- und Sozialrechts als Daten

Aufruf: lawbook BEFEHL [Angaben]

  deadline REGEL ereignis=JJJJ-MM-TT …   rechnet eine Frist; --land BB, --regime geas
  deadline --json                        Fragen als JSON von der Standardeingabe, Antworten als JSON
  letter BRIEFART ereignis=JJJJ-MM-TT …  rechnet alle Fristen eines Briefes
  explain REGEL                          zeigt eine Regel mit Fassungen und Quellen
  rules [WORT]                           nennt alle Regeln
  letters · events                       nennt Briefarten und Angaben
  stale [--on JJJJ-MM-TT]                nennt, was seit 90 Tagen niemand geprüft hat
  entitlements --json                    nennt für Personen, was offen ist, ab wann, und was zu fragen bleibt
  perspective --json                     nennt, was sich wann öffnet und schließt
  impact --json [--old ORDNER]           nennt, für wen sich etwas ändert
  bench [ANZAHL]                         misst, wie viele Fristen ein Kern in der Sekunde rechnet
  diff ALT NEU                           vergleicht zwei Stände (Ordner mit rules und values)

Information, keine Rechtsberatung: Die Belehrung im Bescheid und eine Kanzlei haben das letzte Wort."""


def main(arguments: Sequence[str]) -> int:
    """Exit status of `lawbook arguments`."""
    from . import counting, opening, reading

    commands: dict[str, Callable[[list[str]], int]] = {
        "deadline": counting.deadline,
        "letter": counting.letter,
        "explain": reading.explain,
        "rules": reading.rules,
        "letters": reading.letters,
        "events": reading.events,
        "stale": reading.stale,
        "diff": reading.diff,
        "bench": reading.bench,
        "entitlements": opening.opened,
        "perspective": opening.perspective,
        "impact": opening.impact,
    }
    if not arguments or arguments[0] in ("help", "-h", "--help"):
        print(HELP)
        return 0
    if arguments[0] not in commands:
        print(f"Den Befehl „{arguments[0]}“ gibt es nicht. lawbook help nennt alle Befehle.", file=sys.stderr)
        return 1
    try:
        return commands[arguments[0]](list(arguments[1:]))
    except BrokenPipeError:
        # Whoever read our output has read enough.
        sys.stdout = None
        return 0
