"""The commands that read the book: rules, letters, events, what is stale, what changed."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from .. import compiled, deadlines
from ..book import CHECK_AGAIN_AFTER
from ..deadlines import Impossible, Rule
from . import clock, words
from .counting import CONFIDENCE


def rules(arguments: list[str]) -> int:
    """Every rule, or those whose id, title or field holds a word."""
    as_json = words.take(arguments, "--json", has_value=False) is not None
    wanted = " ".join(arguments).casefold()
    found = [
        rule for rule in deadlines.load() if wanted in f"{rule.id} {rule.title} {rule.field} {rule.kind}".casefold()
    ]
    if as_json:
        words.write(
            [{"rule": rule.id, "title": rule.title, "kind": rule.kind, "regimes": rule.regimes} for rule in found]
        )
        return 0
    for rule in found:
        print(f"{rule.id:<46} {rule.title}")
    return 0


def letters(arguments: list[str]) -> int:
    """Every kind of letter with the rules that follow from it."""
    book = deadlines.load()
    if words.take(arguments, "--json", has_value=False) is not None:
        words.write(
            [{"kind": code, "label": raw["label"], "rules": raw["rules"]} for code, raw in book.letters.items()]
        )
        return 0
    for code, raw in book.letters.items():
        print(f"{code:<40} {raw['label']}")
    return 0


def events(arguments: list[str]) -> int:
    """Every day and yes/no fact with its question."""
    for event in deadlines.load().events.values():
        print(f"{event.name:<36} {event.question}")
    return 0


def explain(arguments: list[str]) -> int:
    """One rule with all versions and sources."""
    book = deadlines.load()
    if not arguments:
        return words.wrong("Bitte nennen Sie eine Regel. Alle Regeln nennt: lawbook rules")
    try:
        rule = book.get(arguments[0])
    except Impossible as problem:
        return words.wrong(str(problem))
    print(_in_words(rule))
    for name in sorted({name for version in rule.versions for name in version.sources}):
        source = book.sources.get(name, {})
        print(f"  {name}: {source.get('label', '')} {source.get('address', '')}".rstrip())
    return 0


def _in_words(rule: Rule) -> str:
    lines = [f"{rule.title} ({rule.id})", f"  {rule.plain}", f"  zu tun: {rule.act}"]
    for version in rule.versions:
        length = version.duration.in_german() if version.duration else "ohne feste Frist"
        since = f" ab {version.since:%d.%m.%Y}" if version.since else ""
        until = f" bis {version.until:%d.%m.%Y}" if version.until else ""
        when = "".join(f", wenn {name}: {'ja' if value else 'nein'}" for name, value in version.when)
        lines.append(f"  {length}{since}{until}{when} · {version.basis} · {CONFIDENCE[version.confidence]}")
        lines += [f"    {version.doubt}"] if version.doubt else []
    lines += [f"  zusammen mit: {act} ({basis})" for act, basis, _ in rule.together]
    lines += [f"  {text}" for text in (rule.effect_note, rule.advice, rule.note) if text]
    lines.append(f"  geprüft am {rule.checked_on:%d.%m.%Y}")
    return "\n".join(lines)


def stale(arguments: list[str]) -> int:
    """Documents that nobody compared with their sources in the 90 days before a day."""
    as_json = words.take(arguments, "--json", has_value=False) is not None
    text = words.take(arguments, "--on")
    try:
        day = date.fromisoformat(text) if text else clock.today()
    except ValueError:
        return words.wrong(f"Den Tag {text} gibt es nicht. So geht es: 2026-11-26")
    found = stale_documents(compiled.content(), day)
    if as_json:
        words.write([{"document": name, "checked_on": checked} for name, checked in found])
        return 0
    print("\n".join(f"{checked}  {name}" for name, checked in found) or "Alles wurde in den letzten 90 Tagen geprüft.")
    return 0


def stale_documents(content: Mapping[str, Any], day: date) -> list[tuple[str, str]]:
    """Name and day of the last check, oldest first."""
    limit = (day - timedelta(days=CHECK_AGAIN_AFTER.days)).isoformat()
    dated = [(name, str(raw["checked_on"])) for name, raw in content["documents"].items() if raw.get("checked_on")]
    return sorted((pair for pair in dated if pair[1] < limit), key=lambda pair: (pair[1], pair[0]))


def diff(arguments: list[str]) -> int:
    """What differs between two states of the book."""
    as_json = words.take(arguments, "--json", has_value=False) is not None
    if len(arguments) != 2:
        return words.wrong("Bitte nennen Sie zwei Stände: lawbook diff ALT NEU (Ordner mit rules und values)")
    try:
        old, new = (compiled.of_folder(Path(name)) for name in arguments)
    except (OSError, ValueError) as problem:
        return words.wrong(f"Ein Stand lässt sich nicht lesen: {problem}")
    found = differences(old["documents"], new["documents"])
    if as_json:
        words.write(found)
        return 0
    for each in found:
        print(f"{each['change']:<8} {each['document']} {each['entry']} {', '.join(each['fields'])}".rstrip())
    return 0


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Entries added, removed or changed, with the names of the fields that changed."""
    before, after = _entries(old), _entries(new)
    found = []
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        change = "neu" if was is None else "entfernt" if now is None else "geändert"
        names = sorted(name for name in {*(was or {}), *(now or {})} if (was or {}).get(name) != (now or {}).get(name))
        found.append(
            {"change": change, "document": key[0], "entry": key[1], "fields": names if change == "geändert" else []}
        )
    return found


def _entries(documents: Mapping[str, Any]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every rule, entry or letter of a state by document and id; what stands beside them as an entry of its own."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for name, raw in documents.items():
        rest = dict(raw)
        for part in ("rules", "entries", "letters"):
            if isinstance(rest.get(part), list):
                for each in rest.pop(part):
                    found[name, each.get("id") or each.get("code")] = each
        for part in ("events", "sources"):
            for key, value in (rest.pop(part, None) or {}).items():
                found[name, key] = value
        found[name, "–"] = {key: value for key, value in rest.items() if not re.match(r"^(phrases|entries)$", key)}
    return found


TEAM = 60


def bench(arguments: list[str]) -> int:
    """Deadlines per second, seconds and memory for a caseload over 100,000 each, or as many as asked; a team's list."""
    from ..bench import deadlines_per_second, gigabytes, seconds_for_caseload, seconds_for_months

    count = int(arguments[0]) if arguments and arguments[0].isdigit() else 100_000
    rate = deadlines_per_second(deadlines.load(), count)
    print(f"{count} Fristen: {rate:.0f} in der Sekunde auf einem Kern (Ziel: 10000)")
    print(f"{TEAM} Personen, alle Regeln, 90 Tage voraus: {seconds_for_months(TEAM) * 1000:.0f} ms")
    seconds = seconds_for_caseload(count)
    print(f"{count} Personen, alle Regeln, wer ist betroffen: {seconds:.1f} s (Ziel bei 100000: 20 s)")
    print(f"Speicher dabei höchstens: {gigabytes():.2f} GB (Ziel: 2 GB)")
    return 0
