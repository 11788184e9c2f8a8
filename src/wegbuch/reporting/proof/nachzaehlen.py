#!/usr/bin/env python3
"""Zählt einen Bericht von Wegbuch nach. Braucht nur Python ab 3.8, kein Netz und kein Wegbuch.

Aufruf im entpackten Ordner:  python3 nachzaehlen.py
Das Skript liest die Zeilen (*.csv) und die Zahlen des Berichts (zahlen.json) und zählt jede Zahl neu.
Es endet mit 0, wenn alle gleich sind, sonst mit 1 und nennt jede Abweichung.
"""

import csv
import json
import sys
from pathlib import Path


def rows_of(folder, name):
    with open(folder / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def counts(row, asked):
    """Ob eine Zeile mitzählt: jede Bedingung nennt die Spalte und die Werte, die sie haben darf."""
    return all(row[column] in values for column, values in asked["only"].items()) and all(
        row[column] == value for column, value in asked["where"].items()
    )


def count(rows, asked):
    found = [row for row in rows if counts(row, asked)]
    if asked["distinct"]:
        return len({row[asked["distinct"]] for row in found})
    if asked["sum"]:
        return sum(int(row[asked["sum"]]) for row in found)
    return len(found)


def main(folder):
    report = json.loads((folder / "zahlen.json").read_text(encoding="utf-8"))
    print(report["report"], "·", report["period"], "·", report["organisation"])
    rows = {name: rows_of(folder, name) for name in {asked["file"] for asked in report["numbers"]}}
    wrong = 0
    for asked in report["numbers"]:
        again = count(rows[asked["file"]], asked)
        if again != asked["number"]:
            wrong += 1
            print("ABWEICHUNG:", asked["label"], "- Bericht:", asked["number"], "- nachgezählt:", again)
    print(len(report["numbers"]), "Zahlen nachgezählt,", f"{wrong} anders." if wrong else "alle gleich.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else ".")))
