"""Words of district lists and the codes they stand for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lawbook
from lawbook import Match

# The distinct words of the sample assignment list.
SAMPLE_STATUSES = {
    "Ankunftsnachweis": "S03",
    "Gestattung": "S04",
    "Aufenthaltsgestattung": "S04",
    "AE § 25 Abs. 2 (Flüchtling)": "S11",
    "AE § 25 II S.2 subs. Schutz": "S12",
    "§ 24 AufenthG": "S24",
}
SAMPLE_COUNTRIES = {
    "Ukraine": "UKR", "UKR": "UKR", "Syrien": "SYR", "SYR": "SYR", "Türkei": "TUR", "TUR": "TUR", "Kamerun": "CMR",
    "CMR": "CMR", "Russische Föderation": "RUS", "Afghanistan": "AFG", "AFG": "AFG", "Eritrea": "ERI", "ERI": "ERI",
}  # fmt: skip
SAMPLE_LANGUAGES = {
    "Ukrainisch": "ukr", "Englisch": "eng", "Arabisch": "ara", "Kurmanji": "kmr", "Französisch": "fra",
    "Russisch": "rus", "Dari": "prs", "Tigrinya": "tir",
}  # fmt: skip
OTHER_STATUSES = {
    "Asylgesuch": "S01", "AKN": "S03", "Ankunftsnachweis (§ 63a AsylG)": "S03", "gestattet": "S04",
    "GESTATTUNG": "S04", "Gestattung bis 03.04.2027": "S04", "Aufenthaltsgestattung § 55 AsylG": "S04",
    "AE § 25 I": "S10", "Asylberechtigte": "S10", "AE § 25 Abs. 2 S. 1 Alt. 1": "S11", "Flüchtlingseigenschaft": "S11",
    "AE 25 II GFK": "S11", "§ 25 Abs. 2 Satz 2 AufenthG": "S12", "AE §25 II 2": "S12", "subs. Schutz": "S12",
    "§ 25 Abs. 2 S. 1 2. Alt. AufenthG": "S12", "AE § 25 III": "S13", "AE § 25 Abs. 3 i.V.m. § 60 Abs. 5": "S13",
    "Abschiebungsverbot": "S13", "Familienasyl": "S14", "AE § 36 Abs. 1": "S15", "AE § 36a": "S16", "§ 22 S. 2": "S20",
    "AE § 23 Abs. 1": "S21", "§ 23 IV Resettlement": "S22", "§ 23a": "S23", "vorübergehender Schutz": "S24",
    "AE § 25 IV S. 1": "S25", "AE § 25 IV S. 2": "S26", "AE § 25 IVa": "S27", "AE § 25 Abs. 4 b": "S28",
    "AE § 25 V": "S29", "AE § 25 a": "S30", "AE § 25b": "S31", "Chancenaufenthalt § 104c": "S32", "§ 19d": "S33",
    "§ 16g AufenthG": "S34", "NE § 26 III": "S40", "NE § 26 Abs. 4": "S41", "NE § 9": "S42",
    "Daueraufenthalt-EU": "S43",
    "Duldung § 60a Abs. 2 S. 1": "S50", "Ermessensduldung": "S51", "Duldung § 60a II b": "S52", "Duldung § 60b": "S53",
    "Ausbildungsduldung": "S54", "Duldung § 60d": "S55", "GÜB": "S60", "Grenzübertrittsbescheinigung": "S60",
    "vollziehbar ausreisepflichtig": "S61", "Überstellung": "S62", "Fiktion § 81 III 1": "S70",
    "Fiktionsbescheinigung § 81 Abs. 4": "S71", "Visum": "S80", "EU-Bürger": "S90", "eingebürgert": "S91",
}  # fmt: skip
OPEN_STATUSES = {
    "Duldung § 60a": "S50", "Duldung": "S50", "AE § 25 Abs. 2": "S12", "AE § 25 II 1": "S11", "Fiktion": "S70",
    "NE": "S42", "BüMA": "S03", "Dublin": "S62", "AE § 25 Abs. 4": "S25", "AE § 23": "S21", "Folgeantrag": "S50",
    "abgelehnt": "S61", "anerkannt": "S99", "unklar": "S99", "AE": "S99", "": "S99",
}  # fmt: skip


@pytest.mark.parametrize(("text", "code"), (SAMPLE_STATUSES | OTHER_STATUSES).items())
def test_status_words_are_read(text, code):
    assert lawbook.status_from_phrase(text) == Match(code=code, is_sure=True, question="")


@pytest.mark.parametrize(("text", "code"), OPEN_STATUSES.items())
def test_open_status_words_give_a_proposal_and_a_question(text, code):
    match = lawbook.status_from_phrase(text)
    assert (match.code, match.is_sure, match.question[-1:] in {"?", "."}) == (code, False, True)


@pytest.mark.parametrize("text", ["Bescheid liegt vor", "§ 30 AsylG", "§ 18a AufenthG", "§ 3 AsylbLG", "xyz"])
def test_unmapped_status_is_s99_with_a_question(text):
    match = lawbook.status_from_phrase(text)
    assert (match.code, match.is_sure, bool(match.question)) == ("S99", False, True)


@given(st.text(alphabet="§ 0123456789abIVXsgü./()", max_size=40))
def test_any_text_is_read_as_a_code_of_the_list_and_asked_unless_sure(text):
    match = lawbook.status_from_phrase(text)
    assert match.code in lawbook.load().list("residence_statuses")
    assert match.is_sure is not bool(match.question)


def test_two_statuses_in_one_cell_are_not_decided():
    assert lawbook.status_from_phrase("Gestattung / GÜB") == Match(
        "S99", False, "Die Angabe nennt Verschiedenes. Was gilt heute?"
    )


def test_known_status_with_an_unknown_rest_is_only_a_proposal():
    assert lawbook.status_from_phrase("keine Gestattung").is_sure is False


def test_pending_action_does_not_hide_the_status():
    assert lawbook.status_from_phrase("Gestattung (Klage)").code == "S04"


@pytest.mark.parametrize(
    ("text", "code"),
    (
        SAMPLE_COUNTRIES
        | {"Tuerkei": "TUR", "russisch": "RUS", "Elfenbeinküste": "CIV", "DR Kongo": "COD", "Kosovo": "XKX"}
        | {"Guinea-Bissau": "GNB", "Guinea": "GIN", "staatenlos": "XXA", "ungeklärt": "XXX", "Palästina": "PSE"}
        | {"Syrien, Arabische Republik": "SYR", "  irak ": "IRQ", "Côte d'Ivoire": "CIV"}
    ).items(),
)
def test_nationalities_are_read(text, code):
    assert lawbook.country_from_text(text) == Match(code, True, "")


@pytest.mark.parametrize("text", ["Kongo", "Jugoslawien", "Kurdistan", "Atlantis", "", "Syrien/Türkei"])
def test_open_nationality_is_asked(text):
    match = lawbook.country_from_text(text)
    assert (match.code, match.is_sure, bool(match.question)) == ("XXX", False, True)


@pytest.mark.parametrize(
    ("text", "code"),
    (SAMPLE_LANGUAGES | {"Pashto": "pus", "Sorani": "ckb", "Farsi": "pes", "Kurdisch (Sorani)": "ckb"}).items(),
)
def test_languages_are_read(text, code):
    assert lawbook.language_from_text(text) == Match(code, True, "")


def test_kurdish_is_asked_for_kurmanji_or_sorani():
    assert lawbook.language_from_text("Kurdisch") == Match("und", False, "Kurmandschi oder Sorani?")


def test_unknown_language_is_asked():
    assert lawbook.language_from_text("Klingonisch").is_sure is False


@pytest.mark.parametrize(
    ("text", "code"),
    [("w", "f"), ("m", "m"), ("W.", "f"), ("weiblich", "f"), ("männl.", "m"), ("d", "d"), ("ohne Eintrag", "n")],
)
def test_sexes_are_read(text, code):
    assert lawbook.sex_from_text(text) == Match(code, True, "")


@pytest.mark.parametrize("text", ["", "x", "?", "k. A."])
def test_open_sex_is_asked(text):
    match = lawbook.sex_from_text(text)
    assert (match.code, match.is_sure, bool(match.question)) == ("u", False, True)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("§ 3 AsylbLG", "asylblg_3"), ("Analogleistungen nach § 2 AsylbLG", "asylblg_2"),
        ("§ 1a AsylbLG", "asylblg_1a"),
        ("SGB II", "sgb2"), ("SGB 2", "sgb2"), ("Bürgergeld", "sgb2"), ("Jobcenter", "sgb2"), ("ALG II", "sgb2"),
        ("SGB XII", "sgb12"), ("SGB VIII", "sgb8"), ("BAföG", "bafoeg"), ("Selbstzahler", "own_income"),
        ("keine", "none"),
    ],
)  # fmt: skip
def test_benefit_words_are_read(text, code):
    assert lawbook.benefit_from_phrase(text) == Match(code, True, "")


@pytest.mark.parametrize("text", ["AsylbLG", "Grundsicherung", "Sozialamt", "", "Erbschaft"])
def test_open_benefit_word_is_asked(text):
    match = lawbook.benefit_from_phrase(text)
    assert (match.is_sure, bool(match.question)) == (False, True)


def test_list_without_a_reading_for_unknown_words_is_refused(tmp_path):
    (tmp_path / "sexes.yaml").write_text(
        "{id: sexes, title: G, checked_on: 2026-08-19, confidence: high, source: s, entries: [{code: f, label: w}]}",
        encoding="utf-8",
    )
    with pytest.raises(ValueError, match="sexes"):
        lawbook.sex_from_text("w", lawbook.load(tmp_path))
