"""Words for people in their own language: what a sheet says beside the German, and whether somebody reviewed it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import Any

from ..book import Loader
from ..errors import RuleError

FOLDER = Path(__file__).parent
GERMAN = "de"
MONTHS = 12


@dataclass(frozen=True, slots=True)
class Translation:
    """One language.

    language     tag of BCP 47, as pages name it; direction is ltr or rtl
    codes        codes of the list of languages whose speakers read it
    reviewed_on  None while nobody who speaks it has looked through it: then the German text alone counts
    phrases      by name, with {day} and the like; `rules` short titles by id of the rule
    """

    language: str
    direction: str
    codes: tuple[str, ...]
    reviewed_by: str | None
    reviewed_on: date | None
    date_form: str
    months: tuple[str, ...]
    phrases: Mapping[str, str]
    rules: Mapping[str, str]

    @property
    def is_reviewed(self) -> bool:
        return self.reviewed_on is not None and bool(self.reviewed_by)

    def day(self, day: date) -> str:
        """A day as this language writes it."""
        month = self.months[day.month - 1]
        return self.date_form.format(day=day.day, two=f"{day:%d}", number=f"{day:%m}", month=month, year=day.year)

    def phrase(self, name: str, /, **words: str) -> str:
        """raises KeyError"""
        return self.phrases[name].format(**words)


@lru_cache(maxsize=4)
def load(folder: Path = FOLDER) -> Mapping[str, Translation]:
    """Every language by its tag, German with them. raises RuleError with file and name"""
    files = sorted(folder.glob("*.yaml"))
    found = {path.stem: _translation(path) for path in files}
    if GERMAN not in found:
        raise RuleError(f"{folder.name}: {GERMAN}.yaml is missing")
    for language, translation in found.items():
        _check(language, translation, found[GERMAN])
    return MappingProxyType(found)


def _translation(path: Path) -> Translation:
    import yaml

    raw: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=Loader)  # noqa: S506 -- a safe loader in C
    if raw.get("language") != path.stem or raw.get("direction") not in ("ltr", "rtl"):
        raise RuleError(f"{path.name}: language or direction is wrong")
    if (raw["reviewed_by"] is None) != (raw["reviewed_on"] is None):
        raise RuleError(f"{path.name}: who reviewed it and when go together")
    return Translation(
        language=raw["language"],
        direction=raw["direction"],
        codes=tuple(raw["codes"]),
        reviewed_by=raw["reviewed_by"],
        reviewed_on=raw["reviewed_on"],
        date_form=raw["date_form"],
        months=tuple(raw["months"]),
        phrases=MappingProxyType(raw["phrases"]),
        rules=MappingProxyType(raw.get("rules") or {}),
    )


def _check(language: str, translation: Translation, german: Translation) -> None:
    """A translation says everything the German says, with the same gaps to fill."""
    odd = set(translation.phrases) ^ set(german.phrases)
    odd |= {name for name, text in translation.phrases.items() if _gaps(text) != _gaps(german.phrases.get(name, ""))}
    if odd or len(translation.months) != MONTHS:
        raise RuleError(f"{language}.yaml: phrases or months do not fit: {', '.join(sorted(odd))}")


def _gaps(text: str) -> set[str]:
    return {name for _text, name, _form, _way in Formatter().parse(text) if name}
