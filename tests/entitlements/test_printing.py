"""The sheet for the pocket: for whom, in which language, and what never comes on it."""

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from django.urls import reverse
from jsonschema import Draft202012Validator

import lawbook
from lawbook import translations as book
from lawbook.errors import RuleError
from lawbook.translations import Translation
from wegbuch.access.models.log import ReadEvent
from wegbuch.cases.models import LanguageSkill
from wegbuch.entitlements import law, perspective_page, translations
from wegbuch.entitlements import sheet as sheet_module

from . import making_perspective as making

FOLDER = Path(lawbook.__file__).parent
FILES = sorted((FOLDER / "translations").glob("*.yaml"))
TITLE = "Nachzug zu Geschützten: erleichtert in drei Monaten"


@pytest.fixture
def selam(bruecke):
    return making.selam(bruecke)


@pytest.fixture
def speaks_french(selam):
    LanguageSkill(person=selam.person, language="fra", rank=2).save()


@pytest.fixture
def reviewed(selam, monkeypatch):
    """An invented language somebody has reviewed."""
    german = translations.german()
    invented = Translation(
        language="qx",
        direction="rtl",
        codes=("tir",),
        reviewed_by="A. B.",
        reviewed_on=date(2026, 11, 1),
        date_form="{year}/{number}/{two}",
        months=german.months,
        phrases={name: text.upper() for name, text in german.phrases.items()}
        | {"closes_safe": "KLAPPT ZU {day} {safe}", "birthday": "{name} WIRD GROSS {day}"},
        rules={"reunification_refugee_privileged": "NACHZUGO"},
    )
    known = {**translations.languages(), "qx": invented}
    monkeypatch.setattr(translations, "languages", lambda: {name: fixed(each) for name, each in known.items()})


def fixed(each):
    """A language with every gap in its phrases as the German has it."""
    texts = {name: re.sub("{[A-Z]+}", lambda gap: gap[0].lower(), text) for name, text in each.phrases.items()}
    return replace(each, phrases=texts)


def sheet(signed_in, case, **fields):
    url = reverse("entitlements:perspective_print", args=[case.pk])
    return signed_in("jana").post(url, {"audience": "person", "language": "", **fields})


def test_sheet_names_the_person_the_doors_and_the_days_in_german(signed_in, selam):
    page = sheet(signed_in, selam).content.decode()
    assert "Selam Tesfay" in page
    assert TITLE in page
    assert "sicher bis 28.12.2026, letzter Tag 30.12.2026" in page


def test_sheet_names_under_a_claim_what_restricts_it_and_what_still_may(bruecke, signed_in):
    page = sheet(signed_in, making.on_benefits(bruecke)).content.decode()
    claim = page.partition("<b>Grundleistungen nach dem Asylbewerberleistungsgesetz")[2].partition("</th>")[0]
    assert f'<p class="wb-small">eingeschränkt durch: {law.book().rules[making.REDUCED].title}</p>' in claim
    assert '<p class="wb-small">Noch zu klären, ob eingeschränkt: ' in claim
    assert " und 4 weitere</p>" in claim


def test_sheet_is_never_cut_between_a_claim_and_what_restricts_it(bruecke):
    page = perspective_page.page_of(making.on_benefits(bruecke), bruecke.jana)
    place = [row.rule.id for row in page.rows].index(making.REDUCED)
    shown = [row.passage.rule.id for row in sheet_module.sheet_of(page, audience="", language="").rows]
    assert place >= sheet_module.ROWS_MOST
    assert (making.REDUCED in shown, len(shown)) == (True, sheet_module.ROWS_MOST)


def test_reviewed_language_names_a_restriction_too(bruecke, signed_in, reviewed):
    page = sheet(signed_in, making.on_benefits(bruecke), language="tir").content.decode()
    assert '<p class="wb-small">EINGESCHRÄNKT DURCH: ' in page
    assert '<p class="wb-small">NOCH ZU KLÄREN, OB EINGESCHRÄNKT: ' in page


def test_sheet_holds_no_birthday_out_of_another_file(bruecke, signed_in, selam):
    child = making.child_at_home(bruecke, selam, "Feven", date(2010, 5, 1))
    page = sheet(signed_in, selam).content.decode()
    assert "Yonas wird am 14.02.2027 18 Jahre alt." in page
    assert "Feven" not in page
    assert not ReadEvent.objects.filter(subject=child.person_id).exclude(purpose="case.read").exists()


def test_page_after_a_refused_print_is_a_look_at_the_files_it_shows(bruecke, signed_in, selam):
    child = making.child_at_home(bruecke, selam, "Feven", date(2010, 5, 1))
    assert "Feven" in sheet(signed_in, selam, audience="").content.decode()
    assert ReadEvent.objects.filter(subject=child.person_id, purpose="entitlement.read").exists()


def test_behind_the_shield_the_sheet_names_the_family_by_initials(signed_in, selam):
    client = signed_in("jana")
    client.post(reverse("access:shield"))
    url = reverse("entitlements:perspective_print", args=[selam.pk])
    page = client.post(url, {"audience": "person", "language": ""}).content.decode()
    assert "YD wird am 14.02.2027 18 Jahre alt." in page
    assert [name for name in ("Dawit", "Yonas") if name in page] == []


def test_sheet_says_that_it_is_no_legal_advice_when_it_was_made_and_the_state_of_the_law(signed_in, selam):
    page = sheet(signed_in, selam).content.decode()
    assert "Information, keine Rechtsberatung." in page
    assert "Gedruckt am 26.11.2026" in page
    assert "Rechtsstand 19.08.2026" in page


def test_print_is_noted_with_its_own_purpose(signed_in, selam):
    sheet(signed_in, selam)
    assert ReadEvent.objects.filter(subject=selam.person_id, purpose="entitlement.print").count() == 1


def test_looking_at_the_page_is_no_print(signed_in, selam):
    signed_in("jana").get(reverse("entitlements:perspective", args=[selam.pk]))
    assert not ReadEvent.objects.filter(purpose="entitlement.print").exists()


def test_without_for_whom_nothing_is_shown_and_the_page_says_why(signed_in, selam):
    page = sheet(signed_in, selam, audience="").content.decode()
    assert "Für wen? Bitte" in page
    assert "Gedruckt am" not in page


def test_language_nobody_of_the_family_speaks_is_refused(signed_in, selam):
    page = sheet(signed_in, selam, language="rus").content.decode()
    assert "Gedruckt am" not in page


def test_unreviewed_language_is_marked_on_the_screen_and_says_that_german_counts(signed_in, selam, speaks_french):
    page = sheet(signed_in, selam, language="fra").content.decode()
    assert "Diese Übersetzung ist noch nicht geprüft. Es gilt der deutsche Text." in page
    assert 'class="wb-beside wb-beside--open" lang="fr" dir="ltr"' in page
    assert "dernier jour le 30 décembre 2026" in page


def test_unreviewed_language_is_never_printed():
    css = Path("src/wegbuch/core/static/core/doors.css").read_text(encoding="utf-8")
    paper = css.partition("@media print {\n  .wb-beside--open")
    assert paper[2].startswith(" { display: none; }")


def test_reviewed_language_stands_beside_the_german_without_a_mark(signed_in, selam, reviewed):
    page = sheet(signed_in, selam, language="tir").content.decode()
    assert 'class="wb-beside" lang="qx" dir="rtl"' in page
    assert "NACHZUGO" in page
    assert "KLAPPT ZU 2026/12/30 2026/12/28" in page
    assert TITLE in page
    assert "noch nicht geprüft" not in page
    assert "wb-beside--open" not in page


def test_sheet_holds_no_sealed_fact_no_address_and_no_case_number(bruecke, signed_in, selam):
    making.tell_sealed(bruecke, selam.person, "pregnant", True)
    text = sheet(signed_in, selam).content.decode().partition("wb-sheet-paper")[2]
    sealed = [fact.label for fact in law.book().facts.values() if fact.level >= law.SEALED]
    assert selam.number not in text
    assert not [label for label in sealed if label in text]
    assert "geschützten Angaben" not in text


@pytest.mark.parametrize("name", ["katja", "olga"])
def test_stranger_cannot_print(signed_in, selam, name):
    url = reverse("entitlements:perspective_print", args=[selam.pk])
    assert signed_in(name).post(url, {"audience": "person"}).status_code == 404


def test_sheet_is_only_made_on_request(signed_in, selam):
    assert signed_in("jana").get(reverse("entitlements:perspective_print", args=[selam.pk])).status_code == 405


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translation_follows_the_schema(path):
    schema = json.loads((FOLDER / "schema" / "translation.json").read_text(encoding="utf-8"))
    document = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8")), default=str))
    assert [each.message for each in Draft202012Validator(schema).iter_errors(document)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translated_titles_name_rules_that_exist_and_are_not_sealed(path):
    rules = law.book().rules
    assert [name for name in book.load()[path.stem].rules if name not in rules or rules[name].level >= law.SEALED] == []


def test_nobody_has_reviewed_a_translation_yet():
    assert [each.language for each in book.load().values() if each.is_reviewed] == ["de"]


def test_codes_of_translations_are_languages_of_the_list():
    known = lawbook.load().list("languages")
    assert [code for each in book.load().values() for code in each.codes if code not in known] == []


@pytest.mark.parametrize("change", [{"phrases": {}}, {"months": []}, {"reviewed_by": "A. B."}, {"direction": "up"}])
def test_broken_translation_is_refused(tmp_path, change):
    german, english = (yaml.safe_load((FOLDER / "translations" / f"{name}.yaml").read_text()) for name in ("de", "en"))
    (tmp_path / "de.yaml").write_text(yaml.safe_dump(german))
    (tmp_path / "en.yaml").write_text(yaml.safe_dump(english | change))
    with pytest.raises(RuleError):
        book.load(tmp_path)
