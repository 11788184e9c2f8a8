"""The words German districts write above their columns."""

import re
import unicodedata
from enum import StrEnum

from .workbook import CellValue


class Field(StrEnum):
    """What a column can hold."""

    RUNNING_NUMBER = "running_number"
    HOUSEHOLD_NUMBER = "household_number"
    SURNAME = "surname"
    GIVEN_NAME = "given_name"
    FULL_NAME = "full_name"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    NATIONALITY = "nationality"
    LANGUAGES = "languages"
    RESIDENCE_STATUS = "residence_status"
    ENTERED_ON = "entered_on"
    FACILITY_AND_ROOM = "facility_and_room"
    FACILITY = "facility"
    ROOM = "room"
    FILE_NUMBER_BAMF = "file_number_bamf"
    FILE_NUMBER_AZR = "file_number_azr"
    REMARK = "remark"
    ARRIVAL = "arrival"
    HOUSEHOLD_HEAD = "household_head"


NAME_FIELDS = frozenset({Field.SURNAME, Field.GIVEN_NAME, Field.FULL_NAME})

# Whole headings, written together: umlauts opened, no dots, blanks or hyphens.
_WHOLE = {
    Field.RUNNING_NUMBER: "lfdnr lfd lfdnummer laufendenummer laufnr nr nummer pos position zeile",
    Field.HOUSEHOLD_NUMBER: "bgnr bgnummer bg bgid bedarfsgemeinschaft bedarfsgemeinschaftsnummer hhnr hhnummer hh "
    "haushalt haushaltsnr haushaltsnummer haushaltnr familie familiennr familiennummer famnr fam familienid",
    Field.SURNAME: "name nachname nachnamen familienname familiennamen zuname nname famname",
    Field.GIVEN_NAME: "vorname vornamen rufname vname vorn",
    Field.FULL_NAME: "nachnamevorname namevorname familiennamevorname familiennamevornamen namevornamen "
    "vornamename vornamenachname vornamefamilienname vorundnachname vorundzuname vorundfamilienname nameundvorname "
    "nachnameundvorname vollername vollstaendigername personname klient klientin bewohner bewohnerin person",
    Field.SEX: "geschl geschlecht sex gender mw mwd wm wmd",
    Field.BIRTH_DATE: "gebam gebdat gebdatum geburtsdatum geburtsdat geburtstag geboren geborenam geb gebd gebtag "
    "tagdergeburt geburtsjahr gebjahr",
    Field.NATIONALITY: "staatsang staatsangeh staatsangehoerigkeit staatsangehorigkeit nationalitaet nationalitat "
    "nation stang staatsa herkunft herkunftsland hkl land staat sta",
    Field.LANGUAGES: "sprache sprachen muttersprache sprachkenntnisse spr verstaendigungssprache",
    Field.RESIDENCE_STATUS: "aufenthaltsstatus aufenthaltstitel aufenthstatus aufenthaltstatus aufstatus status titel "
    "aufenthalt auslaenderrechtlicherstatus aufenthaltsrechtlicherstatus aufenthaltspapier rechtsstatus",
    Field.ENTERED_ON: "einreise einreisedatum einreiseam eingereist eingereistam ersteinreise tagdereinreise "
    "einreisebrd einreisedeutschland einreised",
    Field.FACILITY_AND_ROOM: "unterkunftzi unterkunftzimmer unterkunftraum unterkunftzinr unterkunftzimmernr "
    "einrichtungzimmer einrichtungzi einrichtungraum objektzimmer objektraum guzimmer guzi heimzimmer "
    "unterbringungzimmer wohnheimzimmer",
    Field.FACILITY: "unterkunft einrichtung objekt gu gemeinschaftsunterkunft heim wohnheim unterbringung haus adresse "
    "anschrift wohnort unterkunftname",
    Field.ROOM: "zimmer zi zimmernr zinr zimmernummer raum raumnr wohnung whg whgnr wohnungsnr wohneinheit we",
    Field.FILE_NUMBER_BAMF: "azbamf bamfaz aktenzeichenbamf bamfaktenzeichen bamf bamfnr az aktenzeichen bamfazs",
    Field.FILE_NUMBER_AZR: "azr azrnr azrnummer auslaenderzentralregisternummer azrid",
    Field.REMARK: "bemerkung bemerkungen bem anmerkung anmerkungen hinweis hinweise notiz notizen sonstiges kommentar "
    "besonderheiten info",
    Field.ARRIVAL: "zuweisung zuweisungam zugewiesen zugewiesenam zuweisungsdatum zuw zuwam zugang zugangam "
    "zugangsdatum aufnahme aufnahmeam aufnahmedatum aufgenommenam einzug einzugam einzugsdatum ankunft ankunftam",
    Field.HOUSEHOLD_HEAD: "hv hhv haushaltsvorstand familienvorstand stellung famstellung familienstellung "
    "stellunginderfamilie stellungimhaushalt verwandtschaft verwandtschaftsverhaeltnis verwandtschaftsgrad beziehung "
    "rolle bezug familienverhaeltnis famverh verhaeltnis",
}
_BY_WORD = {word: field for field, words in _WHOLE.items() for word in words.split()}

# Parts of longer headings, in the order in which they are asked.
_PARTS = [
    (Field.FULL_NAME, r"nam\w*(und)?vorname|vorname\w*(und)?(nach|familien|zu)?name(?!n?$)|^vorname\w+name"),
    (Field.GIVEN_NAME, r"vorname"),
    (Field.SURNAME, r"nachname|familienname|zuname"),
    (Field.BIRTH_DATE, r"^geb(?!\w*(ort|land|name))|geburtsdat|geburtstag"),
    (Field.SEX, r"^geschl"),
    (Field.NATIONALITY, r"staatsang|nationalit|herkunftsl"),
    (Field.LANGUAGES, r"sprache"),
    (Field.RESIDENCE_STATUS, r"aufenth\w*(status|titel|papier)|^status(?!\w*(bis|seit|datum))"),
    (Field.ENTERED_ON, r"einreise(?!\w*(land|ueber|sperre))"),
    (
        Field.FACILITY_AND_ROOM,
        r"(unterkunft|einrichtung|objekt|heim|unterbringung|adresse)\w*(zimmer|zi|zinr|raum|whg)$",
    ),
    (Field.FILE_NUMBER_AZR, r"azr"),
    (Field.FILE_NUMBER_BAMF, r"bamf"),
    (Field.HOUSEHOLD_NUMBER, r"^(bg|hh|haushalts?|familien|fam)(nr|nummer|id)|bedarfsgem"),
    (Field.HOUSEHOLD_HEAD, r"vorstand|verwandtsch|stellung(inder|im)"),
    (Field.ROOM, r"^(zimmer|raum)"),
    (Field.FACILITY, r"^(unterkunft|einrichtung|wohnheim)"),
    (Field.REMARK, r"bemerk|anmerk|hinweis"),
    (Field.ARRIVAL, r"zuweis|zugewies|zugang|einzug(?!\w*ermaecht)"),
    (Field.RUNNING_NUMBER, r"^(lfd|laufende)"),
]
_PARTS_COMPILED = [(field, re.compile(pattern)) for field, pattern in _PARTS]
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LONGEST_HEADING = 60


def together(value: CellValue) -> str:
    """A heading without case, umlauts, dots, blanks and line breaks: „Staats-\\nangeh.“ → „staatsangeh“."""
    if not isinstance(value, str) or len(value) > _LONGEST_HEADING:
        return ""
    text = unicodedata.normalize("NFC", value).casefold().translate(_UMLAUTS)
    text = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in text if sign.isascii() and sign.isalnum())


def field_of(heading: CellValue) -> tuple[Field, float] | None:
    """The field a heading names and how sure that is: 1.0 for a whole heading, 0.8 for a part of one."""
    word = together(heading)
    if not word:
        return None
    if word in _BY_WORD:
        return _BY_WORD[word], 1.0
    if any(sign.isdigit() for sign in word):
        return None
    return next(((field, 0.8) for field, pattern in _PARTS_COMPILED if pattern.search(word)), None)
