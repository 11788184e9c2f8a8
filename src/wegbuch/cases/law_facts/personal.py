"""Birth, nationality, arrival, language."""

from datetime import date

from django.utils.translation import gettext as _

from ..fact_sources import Facts, Known
from .ages import birth
from .files import File

GERMAN = "deu"
# Levels that are at least what the question about spoken German asks for.
SPOKEN, LESS = frozenset({"A2", "B1", "B2", "C1", "C2"}), frozenset({"none", "A1"})
UNCLEAR = "XXX"


def facts(file: File, day: date) -> Facts:
    found: dict[str, Known] = {}
    master = file.url("person_edit")
    if born := birth(file.person.birth_date, file.person.birth_year):
        shown = _("Stammdaten") if file.person.birth_date else _("Stammdaten: nur das Jahr")
        found["birth_date"] = Known(born, shown, url=master)
    if file.person.entered_on:
        found["entry_date"] = Known(file.person.entered_on, _("Stammdaten"), url=master)
    # Of several nationalities none is chosen: which one counts is for a specialist.
    countries = [row.country for row in file.nationalities]
    if len(countries) == 1 and countries != [UNCLEAR]:
        found["nationality"] = Known(countries[0], _("Staatsangehörigkeit"), url=file.url("nationalities"))
    level = next((row.level for row in file.languages if row.language == GERMAN), "")
    if level in SPOKEN | LESS:
        shown = _("Sprachen: Deutsch %(level)s") % {"level": level if level != "none" else "–"}
        found["german_oral_a2"] = Known(level in SPOKEN, shown, url=file.url("languages"))
    return found
